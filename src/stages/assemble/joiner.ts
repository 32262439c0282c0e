import { isLine, type Passage, type Units } from '../segment/passage.ts';

/** What a joiner writes to: pieces of the source with their offsets, and gap markers without. */
export interface JoinSink {
  /** `text` is the document's characters from `start` on. */
  source(text: string, start: number): void;
  gap(text: string): void;
}

/** A run of white space between two cores, and where it starts in the document. */
interface Space {
  readonly text: string;
  readonly start: number;
}

const NO_SPACE: Space = { text: '', start: 0 };

/**
 * Joins the kept units of one document so that the text stays readable, using only characters of the source
 * between two kept units: units that were neighbours keep the white space between them; over a gap stands the
 * unit's own white space, or where a dropped unit stood after a stronger one (a blank line; a space where the
 * unit has none), that.
 */
export class Joiner {
  readonly #sink: JoinSink;
  readonly #gap: string | undefined;
  /** White space after the last core seen, so far. */
  #carry: Space = NO_SPACE;
  /** The strongest white space of the gap that is open. */
  #strongest: Space = NO_SPACE;
  /** The unit before this one was kept; the start of the document counts as kept. */
  #isAdjacent = true;
  #hasOutput = false;
  #droppedPassage = false;
  /** Whether the last unit written is a line, which nothing may be joined to. */
  #endsLine = false;
  /** The first white space of the gap that is open with a line break in it. */
  #lineBreak: Space = NO_SPACE;

  constructor(sink: JoinSink, gap?: string) {
    this.#sink = sink;
    this.#gap = gap;
  }

  /** A joiner that goes on from here, and writes to another sink. */
  fork(sink: JoinSink): Joiner {
    const fork = new Joiner(sink, this.#gap);
    fork.#carry = this.#carry;
    fork.#strongest = this.#strongest;
    fork.#isAdjacent = this.#isAdjacent;
    fork.#hasOutput = this.#hasOutput;
    fork.#droppedPassage = this.#droppedPassage;
    fork.#endsLine = this.#endsLine;
    fork.#lineBreak = this.#lineBreak;
    return fork;
  }

  /** Adds a passage of which `kept` (one flag a unit) survives. */
  passage(passage: Passage, units: Units, kept: Uint8Array): void {
    if (units.count === 0 || !kept.includes(1)) {
      this.drop(passage);
      return;
    }
    const { text } = passage;
    const base = passage.start as number;
    let run = -1;
    let end = 0;
    for (let unit = 0; unit < units.count; unit += 1) {
      const core = units.cores[unit] ?? 0;
      if (kept[unit] === 1) {
        if (run < 0) {
          run = core;
          this.#open(this.#spaceBefore(text, base, end, core), passage, isLine(passage, units, unit));
        }
      } else {
        if (run >= 0) this.#sink.source(text.slice(run, end), base + run);
        run = -1;
        this.#note(this.#spaceBefore(text, base, end, core));
      }
      this.#isAdjacent = kept[unit] === 1;
      if (this.#isAdjacent) this.#endsLine = isLine(passage, units, unit);
      end = units.ends[unit] ?? 0;
      this.#carry = NO_SPACE;
    }
    if (run >= 0) this.#sink.source(text.slice(run, end), base + run);
    this.#carry = { text: text.slice(end), start: base + end };
  }

  /** Adds a passage that is dropped whole; its units need not be known. */
  drop(passage: Passage): void {
    const tail = passage.text.length - passage.text.trimEnd().length;
    if (tail === passage.text.length) {
      const start = this.#carry.text === '' ? (passage.start as number) : this.#carry.start;
      this.#carry = { text: this.#carry.text + passage.text, start };
      return;
    }
    this.#note(this.#carry);
    this.#isAdjacent = false;
    this.#droppedPassage = true;
    const start = passage.text.length - tail;
    this.#carry = { text: passage.text.slice(start), start: (passage.start as number) + start };
  }

  /**
   * Ends the document: with the end of its last line, if it has one, but no more white space than that. `holdsTail`
   * if all the white space behind the last unit, which was kept, must survive; `isBare` if otherwise none is wanted.
   */
  end(options: { readonly holdsTail?: boolean; readonly isBare?: boolean } = {}): void {
    if (options.holdsTail) this.#write(this.#carry);
    else if (!this.#hasOutput || options.isBare) return;
    else if (this.#isAdjacent) {
      const { text, start } = this.#carry;
      const line = firstLineEnd(this.#carry);
      this.#write({ text: text.slice(0, line.start + line.text.length - start), start });
    } else {
      this.#note(this.#carry);
      this.#write(firstLineEnd(this.#strongest));
    }
  }

  #spaceBefore(text: string, base: number, end: number, core: number): Space {
    if (this.#carry.text === '') return { text: text.slice(end, core), start: base + end };
    return { text: this.#carry.text + text.slice(end, core), start: this.#carry.start };
  }

  #note(space: Space): void {
    if (strength(space.text) >= strength(this.#strongest.text)) this.#strongest = space;
    if (this.#endsLine && this.#lineBreak === NO_SPACE && space.text.includes('\n')) this.#lineBreak = space;
  }

  /** Writes what stands between the last kept unit and the next. */
  #open(own: Space, { isData }: Passage, isLine: boolean): void {
    if (this.#isAdjacent) this.#write(own);
    else if (!this.#hasOutput) {
      if (isLine) this.#write(indentation(own));
    } else if (this.#gap !== undefined && this.#droppedPassage && isData !== true) {
      // A marker would break what has an outline.
      this.#sink.gap(this.#gap);
    } else {
      const isOwn =
        (isLine && (isData === true || own.text.includes('\n'))) ||
        strength(own.text) >= strength(this.#strongest.text);
      const space = isOwn ? own : this.#strongest;
      const isOnLine = this.#endsLine && isData !== true && !space.text.includes('\n');
      this.#write(isOnLine && this.#lineBreak !== NO_SPACE ? this.#lineBreak : space);
    }
    this.#strongest = NO_SPACE;
    this.#lineBreak = NO_SPACE;
    this.#droppedPassage = false;
    this.#hasOutput = true;
  }

  #write(space: Space): void {
    if (space.text !== '') this.#sink.source(space.text, space.start);
  }
}

/** 0 nothing, 1 white space, 2 a blank line. A single line break is no more than a space: most are mere wrapping. */
export function strength(space: string): number {
  if (space === '') return 0;
  const first = space.indexOf('\n');
  return first < 0 || space.indexOf('\n', first + 1) < 0 ? 1 : 2;
}

function indentation({ text, start }: Space): Space {
  const line = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
  return { text: text.slice(line), start: start + line };
}

function firstLineEnd({ text, start }: Space): Space {
  const match = /\r\n|\n|\r/.exec(text);
  if (match === null) return { text: '', start };
  return { text: match[0], start: start + match.index };
}
