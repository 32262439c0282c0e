import type { Cut, Cutter, View } from '../cutter.ts';
import { cutCode, cutRows } from '../lines.ts';
import { type Role, roleCode } from '../outline.ts';
import { nextLine } from '../text-lines.ts';
import { UnitWriter } from '../unit-writer.ts';
import { JsonPadding } from './json-padding.ts';
import { BROKEN, closingQuote, isJson, skipSpace, UNFINISHED, valueEnd } from './scan.ts';
import { writeStringWords } from './string-words.ts';

/** A value of no more characters is kept or dropped whole. */
const WHOLE = 256;
/** An object of no more characters keeps all its keys, if it is kept. */
const RECORD = 2000;
const NEWLINE = 0x0a;

interface Container {
  readonly closer: '}' | ']' | '"';
  /** Whether its members belong to its own group. */
  readonly isRecord: boolean;
  isEmpty: boolean;
}

/** JSON, of one value or (`lines`) of one after another: whatever is dropped, the rest can be parsed. */
export function jsonCutter(lines: boolean): () => Cutter {
  return () => {
    const walk = new Walk(lines);
    return (view) => walk.cut(view);
  };
}

/** Goes through a JSON text value by value, and stops where it is none: from there on it is cut like other text. */
class Walk {
  readonly #lines: boolean;
  readonly #open: Container[] = [];
  readonly #writer = new UnitWriter();
  readonly #padding = new JsonPadding();
  #roles: number[] = [];
  /** Where the last unit of the passage ends. */
  #written = 0;
  /** Containers that end before the next unit. */
  #ends = 0;
  #isDone = false;
  #isBroken = false;

  constructor(lines: boolean) {
    this.#lines = lines;
  }

  cut(view: View): Cut {
    const { text, start, target } = view;
    if (this.#isBroken && !this.#resumes(view)) return this.#cutLines(view);
    if (this.#isInString && text[start] !== '"') return this.#cutString(view);
    this.#writer.clear();
    this.#roles = [];
    this.#written = start;
    let at = start;
    while (at < target && !(this.#isInString && at > start)) {
      const next = this.#step(view, at);
      if (next === at) break;
      at = next;
    }
    if (at === start) {
      this.#isBroken = true;
      return this.#cutLines(view);
    }
    const end = this.#isInString ? at : behindLine(view, at);
    if (this.#open.length > 0) this.#padding.addSpace(text, { from: this.#written, to: end });
    const padding = this.#padding.finish(start);
    return { end, unitKind: 'line', units: this.#finish(start), isData: true, padding };
  }

  /** With a value a line, the next line may be one again. */
  #resumes({ atLineStart }: View): boolean {
    if (!this.#lines || !atLineStart) return false;
    this.#ends += this.#open.length;
    this.#open.length = 0;
    this.#isBroken = false;
    return true;
  }

  get #isInString(): boolean {
    return this.#open.at(-1)?.closer === '"';
  }

  /** The next member, or the end of a container. Returns where it ends: `at` if there is none that fits the passage. */
  #step(view: View, at: number): number {
    const { text, cap, limit } = view;
    const first = skipSpace(text, at, limit);
    if (first === limit) return Math.min(cap, limit);
    const container = this.#open.at(-1);
    const line = this.#lines && container === undefined ? shortLine(view, first) : UNFINISHED;
    if (line > first) {
      this.#add(text, first, line, 'row');
      return line;
    }
    if (container !== undefined && text[first] === container.closer) {
      if (first >= cap) return at;
      this.#add(text, first, first + 1, 'part');
      this.#open.pop();
      this.#ends = 1;
      this.#isDone = this.#open.length === 0;
      return first + 1;
    }
    const isSeparated = container !== undefined && !container.isEmpty;
    if (isSeparated ? text[first] !== ',' : this.#isDone && !this.#lines) return at;
    const member = isSeparated ? skipSpace(text, first + 1, limit) : first;
    const value = container?.closer === '}' ? valueOfMember(text, member, limit) : member;
    return value === BROKEN ? at : this.#member(view, { at, first, member, value, isSeparated });
  }

  #member(view: View, place: MemberPlace): number {
    const { text, cap, limit } = view;
    const { at, first, member, value, isSeparated } = place;
    const container = this.#open.at(-1);
    const isRoot = container === undefined && !this.#lines;
    const end = valueEnd(text, value, Math.min(limit, value + WHOLE));
    const canOpen = '{["'.includes(text[value] ?? ' ');
    // A root that is dropped whole would leave nothing.
    const isWhole = end > 0 && !(isRoot && canOpen) && isJson(text.slice(value, end));
    const isContainer = canOpen && (isRoot || end === UNFINISHED);
    const last = isWhole ? end : value + 1;
    if ((!isWhole && !isContainer) || last > cap) return at;
    if (isSeparated) this.#add(text, first, first + 1, 'separator');
    const role = isRoot ? 'root' : roleIn(container, isContainer);
    this.#add(text, member, last, role);
    if (container !== undefined) container.isEmpty = false;
    if (isContainer) this.#open.push(containerAt(view, value, isRoot));
    else this.#isDone = this.#open.length === 0;
    if (role === 'root' && !isContainer) this.#ends = 1;
    return last;
  }

  #add(text: string, core: number, end: number, role: Role): void {
    const endsLine = this.#lines && this.#open.length === 0;
    this.#padding.addSpace(text, { from: this.#written, to: core, endsLine });
    if (role !== 'row' || isJson(text.slice(core, end))) this.#padding.addValue(text, core, end);
    this.#written = end;
    this.#writer.addWhole(core, end);
    this.#roles.push(roleCode(role, this.#ends));
    this.#ends = 0;
  }

  /** The next part of a long string: its words are units. */
  #cutString(view: View): Cut {
    const { text, start, target, cap, limit } = view;
    this.#writer.clear();
    this.#roles = [];
    const quote = closingQuote(text, start, limit);
    const end = quote === UNFINISHED ? limit : quote;
    const last = writeStringWords(
      text,
      { start, end: Math.min(end, stringCut(text, start, cap)), enough: target },
      this.#writer,
    );
    return { end: last, unitKind: 'word', units: this.#finish(start), isData: true };
  }

  #finish(start: number) {
    const units = this.#writer.finish(start);
    // The words of a string have no separators.
    const roles = new Uint16Array(units.count).fill(roleCode('row', 0));
    roles.set(this.#roles);
    return { ...units, roles };
  }

  #cutLines(view: View): Cut {
    return this.#lines ? cutRows(view) : cutCode(view);
  }
}

/** Where a member stands: white space from `at`, a separator at `first`, a key at `member`, a value. */
interface MemberPlace {
  readonly at: number;
  readonly first: number;
  readonly member: number;
  readonly value: number;
  readonly isSeparated: boolean;
}

/** The end of the line that begins at `first`, if it is short enough to be one unit. */
function shortLine({ text, cap, limit, atEnd }: View, first: number): number {
  const reach = Math.min(cap, limit, first + WHOLE);
  const next = nextLine(text, first, reach);
  if (text.charCodeAt(next - 1) !== NEWLINE && !(atEnd && next === limit)) return UNFINISHED;
  return first + text.slice(first, next).trimEnd().length;
}

/** Behind the end of the line, if only white space stands before it. */
function behindLine({ text, cap, limit }: View, at: number): number {
  const next = nextLine(text, at, Math.min(cap, limit));
  return skipSpace(text, at, next) === next ? next : at;
}

/** Where the value of the member begins whose key stands at `at`. */
function valueOfMember(text: string, at: number, limit: number): number {
  if (text[at] !== '"') return BROKEN;
  const quote = closingQuote(text, at + 1, limit);
  if (quote === UNFINISHED) return BROKEN;
  const colon = skipSpace(text, quote + 1, limit);
  return text[colon] === ':' ? skipSpace(text, colon + 1, limit) : BROKEN;
}

function roleIn(container: Container | undefined, isContainer: boolean): Role {
  if (container?.isRecord) return isContainer ? 'partOpening' : 'part';
  return isContainer ? 'opening' : 'leaf';
}

function containerAt({ text, limit }: View, at: number, isRoot: boolean): Container {
  if (text[at] === '"') return { closer: '"', isRecord: false, isEmpty: true };
  if (text[at] === '[') return { closer: ']', isRecord: false, isEmpty: true };
  const isRecord = !isRoot && valueEnd(text, at, Math.min(limit, at + RECORD)) > 0;
  return { closer: '}', isRecord, isEmpty: true };
}

/** The last place up to `cap` that is not inside an escape. */
function stringCut(text: string, start: number, cap: number): number {
  let at = start;
  for (;;) {
    const length = text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
    if (at + length > cap) return at > start ? at : cap;
    at += length;
  }
}
