import type { LineBreak } from './elements.ts';

/** Some text, and the characters of the HTML that it stands for. */
export interface Piece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Whether it is those very characters, one for one (white space may be of another kind). */
  readonly isVerbatim: boolean;
}

/** A mark at the beginning of a line, such as that of a heading. */
export type MarkKind = 'item' | 'heading';

interface Mark {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Lays out text as lines and paragraphs: white space is collapsed as browsers do, and written only between words. */
export class TextFlow {
  #pieces: Piece[] = [];
  #isEmpty = true;
  #break: LineBreak = 0;
  #breakFrom = 0;
  #breakTo = 0;
  #isAfterBr = false;
  #space: Mark | undefined;
  /** Whether white space would stand at the beginning of a line or a cell. */
  #dropsSpace = true;
  #item: Mark | undefined;
  #heading: Mark | undefined;

  /** Whether nothing was written on this line yet. */
  get atLineStart(): boolean {
    return this.#isEmpty || this.#break > 0 || this.#dropsSpace;
  }

  /** What was laid out since the last call. */
  take(): readonly Piece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  /** Characters of the HTML from `from` on. */
  text(text: string, from: number): void {
    const start = text.search(notSpace);
    if (start === -1) {
      this.space(from, from + text.length);
      return;
    }
    const end = endOfWords(text);
    this.space(from, from + start);
    let at = start;
    spaces.lastIndex = start;
    for (let run = spaces.exec(text); run !== null && run.index < end; run = spaces.exec(text)) {
      this.#words(text.slice(at, run.index), from + at);
      at = run.index + run[0].length;
      this.space(from + run.index, from + at);
    }
    this.#words(text.slice(at, end), from + at);
    this.space(from + end, from + text.length);
  }

  /** Text that stands for other characters, such as those of an entity. */
  instead(text: string, from: number, to: number): void {
    if (notSpace.test(text)) this.#write({ text, from, to, isVerbatim: false });
    else this.space(from, to);
  }

  /** Characters whose white space counts. */
  preformatted(text: string, from: number, to = from + text.length): void {
    if (text === '') return;
    this.#write({ text, from, to, isVerbatim: to - from === text.length });
    this.#dropsSpace = text.endsWith('\n');
  }

  /** A mark that brings its own white space. */
  mark(text: string, from: number, to: number): void {
    this.#space = undefined;
    this.#write({ text, from, to, isVerbatim: false });
    this.#dropsSpace = true;
  }

  /** White space, of any length. */
  space(from: number, to: number): void {
    if (from === to || this.atLineStart) return;
    this.#space = { text: ' ', from: this.#space?.from ?? from, to };
  }

  /** A border between lines or paragraphs, where a tag stands. */
  break(strength: LineBreak, from: number, to: number): void {
    if (strength === 0) return;
    if (this.#break === 0) this.#breakFrom = from;
    this.#breakTo = to;
    // The first paragraph of an item stands behind its mark.
    const own = this.#item === undefined ? strength : 1;
    if (own > this.#break) this.#break = own;
    this.#space = undefined;
    this.#isAfterBr = false;
  }

  /** A `<br>`; two of them are a border between paragraphs. */
  br(from: number, to: number): void {
    this.break(this.#isAfterBr ? 2 : 1, from, to);
    this.#isAfterBr = true;
  }

  /** What stands before the next text of the line; without `text`: nothing any more. */
  lineMark(kind: MarkKind, text: string | undefined, from: number, to: number): void {
    const mark = text === undefined ? undefined : { text, from, to };
    if (kind === 'item') this.#item = mark;
    else this.#heading = mark;
  }

  #words(text: string, from: number): void {
    if (text === '') return;
    this.#write({
      text: text.replace(otherSpace, ' '),
      from,
      to: from + text.length,
      isVerbatim: true,
    });
  }

  #write(piece: Piece): void {
    if (this.#break > 0 && !this.#isEmpty)
      this.#add({ text: '\n'.repeat(this.#break), from: this.#breakFrom, to: this.#breakTo });
    else if (this.#space !== undefined) this.#add(this.#space);
    for (const mark of this.#lineMarks()) this.#add(mark);
    this.#break = 0;
    this.#isAfterBr = false;
    this.#space = undefined;
    this.#item = undefined;
    this.#heading = undefined;
    this.#dropsSpace = false;
    this.#isEmpty = false;
    this.#pieces.push(piece);
  }

  /** In the order of their tags. */
  #lineMarks(): readonly Mark[] {
    const marks = [this.#item, this.#heading].filter((mark) => mark !== undefined);
    return marks.sort((one, other) => one.from - other.from);
  }

  #add({ text, from, to }: Mark): void {
    const isVerbatim = text === ' ' && to - from === 1;
    this.#pieces.push({ text, from, to, isVerbatim });
  }
}

/** Behind the last character that is no white space. */
function endOfWords(text: string): number {
  let end = text.length;
  while (end > 0 && !notSpace.test(text.charAt(end - 1))) end -= 1;
  return end;
}

// White space of HTML, and the space that never breaks: pages use it for layout.
const notSpace = /[^ \t\n\f\r\u00a0]/;
const spaces = /[ \t\n\f\r\u00a0]{2,}/g;
const otherSpace = /[\t\n\f\r\u00a0]/g;
