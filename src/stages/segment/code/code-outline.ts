import { isSpace } from '../characters.ts';
import type { Role } from '../outline.ts';
import type { OutlineWriter } from '../outline-writer.ts';
import { nextLine, skipBlankLines } from '../text-lines.ts';
import { type Bracket, BracketScanner } from './brackets.ts';
import { isArm, isSignature, isUnfinished, relationOf } from './code-lines.ts';
import type { Language } from './language.ts';

/** More containers in each other than this are not told apart. */
const DEEPEST = 48;
const TAB = 4;

/** A line that others stand in: between its brackets, or deeper than it. */
interface Container {
  indent: number;
  /** Brackets that its lines have opened and not closed, and what closes the last of them. */
  brackets: number;
  closer: string;
  /** Whether it is a branch of the container around it. */
  readonly isBranch: boolean;
}

interface OwnedBracket extends Bracket {
  /** The container that its line has begun; undefined while that line is read. */
  owner: Container | undefined;
  isNew: boolean;
}

/** A part of a text. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
  /** What may be looked at behind it. */
  readonly limit: number;
}

/**
 * The outline of code, line by line: a line that opens a bracket is one with the line that closes it, and a line stands in
 * the one before it that is less indented. No parser: what is deeper stands in what is not, in any language.
 */
export class CodeOutline {
  readonly #scanner: BracketScanner<OwnedBracket>;
  readonly #writer: OutlineWriter;
  readonly #containers: Container[] = [];
  /** Of the line that is read: where it stands, where its next unit begins, and what it closes. */
  #line = 0;
  #unit = 0;
  #closed: Container | undefined;
  #closedEnd = 0;
  #fresh: OwnedBracket[] = [];
  /** Whether the line before it cannot be without this one. */
  #wasUnfinished = false;

  /** `writer` takes the units. */
  constructor(language: Language, writer: OutlineWriter) {
    this.#writer = writer;
    this.#scanner = new BracketScanner(language, {
      open: (bracket) => this.#opened(bracket),
      close: (bracket, end, left) => this.#close(bracket, end, left),
    });
  }

  /** Whether a unit would stand in a container. */
  get isOpen(): boolean {
    return this.#containers.length > 0;
  }

  /** All containers end before the next unit. */
  end(): void {
    this.#writer.ends += this.#containers.length;
    this.#containers.length = 0;
  }

  /** Adds whole lines of code. */
  addLines(text: string, { start, end, limit }: LineRange): void {
    for (let line = start; line < end; ) {
      const next = nextLine(text, line, end);
      this.#addLine(text, line, next, limit);
      line = next;
    }
  }

  #addLine(text: string, start: number, next: number, limit: number): void {
    const line = text.slice(start, next).trimEnd();
    const core = line.trimStart();
    if (core === '') return;
    const isInText = this.#scanner.isInText;
    const indent = isInText ? 0 : indentOf(line);
    const relation = isInText ? 'none' : relationOf(core);
    this.#line = start;
    this.#unit = start + line.length - core.length;
    this.#closed = undefined;
    this.#fresh = [];
    if (!isInText) this.#endShallower(indent, relation);
    this.#scanner.scan(line);
    const following = isInText || this.#scanner.isInText ? undefined : followingLine(text, next, limit);
    this.#endLine(start + line.length, { core, indent, relation, following });
    this.#wasUnfinished = !this.#scanner.isInText && isUnfinished(core);
  }

  /** Ends what stood in lines that are as deep as the next one, or deeper. */
  #endShallower(indent: number, relation: ReturnType<typeof relationOf>): void {
    for (;;) {
      const inner = this.#containers.at(-1);
      if (inner === undefined || inner.brackets > 0 || inner.indent < indent) return;
      if (inner.indent === indent && relation !== 'none' && !inner.isBranch) return;
      this.#pop();
    }
  }

  #pop(): void {
    this.#containers.pop();
    this.#writer.ends += 1;
  }

  #opened(bracket: Bracket): OwnedBracket {
    const opened = { ...bracket, owner: undefined, isNew: true };
    this.#fresh.push(opened);
    return opened;
  }

  #close(bracket: OwnedBracket, end: number, left: readonly OwnedBracket[]): void {
    const { owner, isNew } = bracket;
    for (const { owner: other } of left) if (other !== undefined) other.brackets -= 1;
    if (this.#fresh.length > 0)
      this.#fresh = this.#fresh.filter((one) => one !== bracket && !left.includes(one));
    if (isNew || owner === undefined) return;
    owner.brackets -= 1;
    const at = this.#containers.lastIndexOf(owner);
    if (at < 0) return;
    if (this.#closed !== undefined && this.#closed !== owner) this.#endPiece();
    while (this.#containers.length > at + 1) this.#pop();
    this.#closed = owner;
    this.#closedEnd = this.#line + end;
  }

  /** A line that closes brackets of two others is two units: one belongs to each. */
  #endPiece(): void {
    this.#writer.add(this.#unit, this.#closedEnd, 'part');
    this.#unit = this.#closedEnd;
  }

  #endLine(end: number, line: Line): void {
    const { core, indent, relation, following } = line;
    const isHead = following !== undefined && (following.indent > indent || isBranchOf(following, indent));
    const role = this.#roleOf(line, isHead);
    const isOpening = role === 'block' || role === 'heading' || role === 'partOpening';
    this.#writer.add(this.#unit, end, role, isOpening && isSignature(core));
    if (isOpening)
      this.#containers.push({ indent, brackets: 0, closer: '', isBranch: relation === 'branch' });
    const owner = role === 'row' ? undefined : this.#containers.at(-1);
    for (const bracket of this.#fresh) {
      bracket.owner = owner;
      bracket.isNew = false;
      if (owner === undefined) continue;
      owner.brackets += 1;
      owner.closer = bracket.closer;
    }
    if (role !== 'part' || owner === undefined || owner.brackets > 0) return;
    // A head of several lines, as `def f(a,⏎ b):`, or another branch of the same part.
    const goesOn =
      following !== undefined && (following.indent > owner.indent || isBranchOf(following, indent));
    if (!goesOn || relation === 'closing') this.#pop();
  }

  #roleOf({ core, indent, relation }: Line, isHead: boolean): Role {
    if (this.#closed !== undefined) return 'part';
    const inner = this.#containers.at(-1);
    const belongs = relation === 'closing' || relation === 'going on';
    if (belongs && inner !== undefined && inner.brackets === 0 && inner.indent === indent) return 'part';
    const isOpening = this.#fresh.length > 0 || isHead;
    if (inner !== undefined && this.#isTied(core, indent, inner)) return isOpening ? 'partOpening' : 'part';
    if (!isOpening || this.#containers.length >= DEEPEST) return 'row';
    return isSignature(core) ? 'block' : 'heading';
  }

  /** Whether a line is part of an expression that would be broken without it. */
  #isTied(core: string, indent: number, inner: Container): boolean {
    const isWithin = inner.brackets > 0 ? inner.closer !== '}' : indent > inner.indent;
    if (!isWithin || this.#scanner.isInText) return false;
    return this.#wasUnfinished || isArm(core) || (inner.brackets > 0 && isUnfinished(core));
  }
}

/** What is known of a line of code. */
interface Line {
  readonly core: string;
  readonly indent: number;
  readonly relation: ReturnType<typeof relationOf>;
  readonly following: { readonly indent: number; readonly isBranch: boolean } | undefined;
}

/** The next line that is not blank, if it is in reach. */
function followingLine(text: string, from: number, limit: number): Line['following'] {
  const start = skipBlankLines(text, from, limit);
  if (start === limit) return undefined;
  const line = text.slice(start, Math.min(limit, start + 200)).split('\n', 1)[0] ?? '';
  return { indent: indentOf(line), isBranch: relationOf(line.trimStart()) === 'branch' };
}

/** Whether the line behind one of this indentation is another branch of what that begins or ends. */
function isBranchOf(following: NonNullable<Line['following']>, indent: number): boolean {
  return following.isBranch && following.indent === indent;
}

/** Columns of white space before a line. */
function indentOf(line: string): number {
  let columns = 0;
  for (let at = 0; isSpace(line.charCodeAt(at)); at += 1)
    columns = line[at] === '\t' ? (Math.floor(columns / TAB) + 1) * TAB : columns + 1;
  return columns;
}
