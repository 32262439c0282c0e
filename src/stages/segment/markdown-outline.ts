import { wordsOf } from './code/code-cutter.ts';
import { CodeOutline } from './code/code-outline.ts';
import type { Language } from './code/language.ts';
import type { Cut, View } from './cutter.ts';
import { tablePadding } from './line-padding.ts';
import { headingLevel, isDelimiterRow, lineType, underlineLevel } from './markdown-line.ts';
import type { Role } from './outline.ts';
import { OutlineWriter } from './outline-writer.ts';
import type { OutlinePart } from './passage.ts';
import { nextLine, skipIndent } from './text-lines.ts';

/** An item of a list with more characters is divided into words. */
const LONGEST_ITEM = 400;

/**
 * What stands in what in a text of markdown: everything in the section of its heading, rows in their table, code between
 * its fences. Items of lists are whole.
 */
export class MarkdownOutline {
  readonly #writer = new OutlineWriter();
  /** Levels of the headings whose sections are open. */
  readonly #levels: number[] = [];
  #code: CodeOutline | undefined;
  #isInTable = false;

  /** The parts of a passage of headings, paragraphs and lists. */
  text(view: View, end: number): OutlinePart[] {
    this.#endTable();
    const { text, start, limit, atLineStart } = view;
    const parts: OutlinePart[] = [];
    let from = start;
    let list: ListState = atLineStart ? 'blank' : 'none';
    for (let line = atLineStart ? start : nextLine(text, start, end); line < end; ) {
      const next = nextLine(text, line, end);
      const heading = headingAt(text, line, limit);
      list = listAt(text, line, limit, list);
      const whole = heading?.end ?? (list === 'item' ? itemEnd(text, next, end, limit) : line);
      if (whole > line && (heading !== undefined || whole - line <= LONGEST_ITEM)) {
        this.#add(view, parts, { from, to: line, kind: 'words', role: 'row' });
        if (heading !== undefined) this.#leave(heading.level);
        const to = Math.min(whole, end);
        this.#add(view, parts, {
          from: line,
          to,
          kind: 'whole',
          role: heading === undefined ? 'row' : 'heading',
        });
        if (heading !== undefined) this.#levels.push(heading.level);
        from = to;
      }
      line = Math.max(next, whole);
    }
    this.#add(view, parts, { from, to: end, kind: 'words', role: 'row' });
    return parts;
  }

  /** A passage that is one unit. */
  whole(view: View, end: number): OutlinePart[] {
    const parts: OutlinePart[] = [];
    this.#add(view, parts, { from: view.start, to: end, kind: 'whole', role: 'row' });
    return parts;
  }

  /** A passage of words in whatever is open. */
  words(view: View, end: number): OutlinePart[] {
    return wordsOf(view, end, this.#writer);
  }

  /** A passage of rows of a table, the last if the table `ends`. */
  table({ text, start, limit }: View, end: number, ends: boolean): Cut {
    this.#writer.begin();
    for (let line = start; line < end; ) {
      const next = nextLine(text, line, end);
      const core = skipIndent(text, line, limit);
      const row = text.slice(core, next).trimEnd();
      if (row !== '') this.#writer.add(core, core + row.length, this.#rowRole(text, line, limit));
      line = next;
    }
    if (ends) this.#endTable();
    const padding = tablePadding(text.slice(start, end));
    return { end, unitKind: 'line', units: this.#writer.finish(start), padding };
  }

  /** The header begins the table, and the row below it belongs to it. */
  #rowRole(text: string, line: number, limit: number): Role {
    if (this.#isInTable) return isDelimiterRow(text, line, limit) ? 'part' : 'row';
    this.#isInTable = isDelimiterRow(text, nextLine(text, line, limit), limit);
    return this.#isInTable ? 'heading' : 'row';
  }

  /** Begins a block of code: the next passage has the line of its fence. */
  openFence(language: Language): void {
    this.#endTable();
    this.#code = new CodeOutline(language, this.#writer);
  }

  /** A passage of a block of code: `open` and `close` are the lines of its fences, where it has them. */
  fence(view: View, end: number, { open, close }: Fences): Cut {
    const { text, start, limit } = view;
    this.#writer.begin();
    let from = start;
    if (open !== undefined) {
      from = nextLine(text, open, end);
      this.#addLine(view, open, from, 'heading');
    }
    this.#code?.addLines(text, { start: from, end: close ?? end, limit: close ?? limit });
    if (close !== undefined) {
      this.#code?.end();
      this.#addLine(view, close, nextLine(text, close, end), 'part');
      this.#writer.ends += 1;
      this.#code = undefined;
    }
    return { end, unitKind: 'line', units: this.#writer.finish(start) };
  }

  #addLine({ text, limit }: View, from: number, to: number, role: Role): void {
    const core = skipIndent(text, from, limit);
    this.#writer.add(core, core + text.slice(core, to).trimEnd().length, role);
  }

  #endTable(): void {
    if (this.#isInTable) this.#writer.ends += 1;
    this.#isInTable = false;
  }

  /** Leaves the sections that a heading of this level ends. */
  #leave(level: number): void {
    while ((this.#levels.at(-1) ?? 0) >= level) {
      this.#levels.pop();
      this.#writer.ends += 1;
    }
  }

  #add({ text, start }: View, parts: OutlinePart[], { from, to, kind, role }: NewPart): void {
    const part = text.slice(from, to);
    const core = from + part.length - part.trimStart().length;
    if (core >= to) return;
    const isInOutline = role === 'heading' || this.#levels.length + this.#writer.ends > 0;
    parts.push({
      start: core - start,
      end: from + part.trimEnd().length - start,
      kind,
      role: isInOutline ? this.#writer.code(role) : undefined,
    });
  }
}

/** The lines of the fences in a passage. */
export interface Fences {
  readonly open?: number | undefined;
  readonly close?: number | undefined;
}

interface NewPart {
  readonly from: number;
  readonly to: number;
  readonly kind: OutlinePart['kind'];
  readonly role: Role;
}

/** Level and end of the heading at `line`, which may be underlined. */
function headingAt(text: string, line: number, limit: number) {
  const type = lineType(text, line, limit);
  const next = nextLine(text, line, limit);
  if (type === 'heading')
    return { level: headingLevel(text, skipIndent(text, line, limit), limit), end: next };
  const level = type === 'text' ? underlineLevel(text, next, limit) : 0;
  return level === 0 ? undefined : { level, end: nextLine(text, next, limit) };
}

/** What a line is to the list around it: `within` for what an item goes on with. */
type ListState = 'item' | 'within' | 'blank' | 'none';

/** A number at the beginning of a line may be one of a sentence, unless a list is there already. */
function listAt(text: string, line: number, limit: number, before: ListState): ListState {
  const type = lineType(text, line, limit);
  if (type === 'blank') return 'blank';
  if (type !== 'item') return before === 'item' || before === 'within' ? 'within' : 'none';
  const code = text.charCodeAt(skipIndent(text, line, limit));
  return before !== 'none' || code < ZERO || code === ZERO + 1 ? 'item' : 'none';
}

/** The end of an item of which the second line would begin at `from`. */
function itemEnd(text: string, from: number, end: number, limit: number): number {
  let line = from;
  while (line < end && lineType(text, line, limit) === 'text') line = nextLine(text, line, end);
  return line;
}

const ZERO = 0x30;
