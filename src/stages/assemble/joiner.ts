import { isLine, type Passage, type Units } from '../segment/passage.ts';
import { EMPTY_SLICE, joinedSlices, partOf, piecesOf, type Slice, sliceOf } from './slice.ts';

/** What a joiner writes to: pieces of the source with their offsets, and gap markers without. */
export interface JoinSink {
  /** `text` is the document's characters from `start` on. */
  source(text: string, start: number): void;
  gap(text: string): void;
}

/**
 * Joins the kept units of one document so that the text stays readable, using only characters of the source
 * between two kept units: units that were neighbours keep the white space between them; over a gap stands the
 * unit's own white space, or where a dropped unit stood after a stronger one (a blank line; a space where the
 * unit has none), that. The padding of passages is left out.
 */
export class Joiner {
  readonly #sink: JoinSink;
  readonly #gap: string | undefined;
  /** White space after the last core seen, so far. */
  #carry: Slice = EMPTY_SLICE;
  /** The strongest white space of the gap that is open. */
  #strongest: Slice = EMPTY_SLICE;
  /** The unit before this one was kept; the start of the document counts as kept. */
  #isAdjacent = true;
  #hasOutput = false;
  #droppedPassage = false;
  /** Whether the last unit written is a line, which nothing may be joined to. */
  #endsLine = false;
  /** The first white space of the gap that is open with a line break in it. */
  #lineBreak: Slice = EMPTY_SLICE;

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
    let run = -1;
    let end = 0;
    for (let unit = 0; unit < units.count; unit += 1) {
      const core = units.cores[unit] ?? 0;
      if (kept[unit] === 1) {
        if (run < 0) {
          run = core;
          this.#open(this.#spaceBefore(passage, end, core), passage, isLine(passage, units, unit));
        }
      } else {
        if (run >= 0) this.#write(sliceOf(passage, run, end));
        run = -1;
        this.#note(this.#spaceBefore(passage, end, core));
      }
      this.#isAdjacent = kept[unit] === 1;
      if (this.#isAdjacent) this.#endsLine = isLine(passage, units, unit);
      end = units.ends[unit] ?? 0;
      this.#carry = EMPTY_SLICE;
    }
    if (run >= 0) this.#write(sliceOf(passage, run, end));
    this.#carry = sliceOf(passage, end, text.length);
  }

  /** Adds a passage that is dropped whole; its units need not be known. */
  drop(passage: Passage): void {
    const tail = passage.text.length - passage.text.trimEnd().length;
    if (tail === passage.text.length) {
      this.#carry = this.#spaceBefore(passage, 0, tail);
      return;
    }
    this.#note(this.#carry);
    this.#isAdjacent = false;
    this.#droppedPassage = true;
    const start = passage.text.length - tail;
    this.#carry = sliceOf(passage, start, passage.text.length);
  }

  /**
   * Ends the document: with the end of its last line, if it has one, but no more white space than that. `holdsTail`
   * if all the white space behind the last unit, which was kept, must survive; `isBare` if otherwise none is wanted.
   */
  end(options: { readonly holdsTail?: boolean; readonly isBare?: boolean } = {}): void {
    if (options.holdsTail) this.#write(this.#carry);
    else if (!this.#hasOutput || options.isBare) return;
    else if (this.#isAdjacent) this.#write(partOf(this.#carry, 0, firstLineEnd(this.#carry.text).end));
    else {
      this.#note(this.#carry);
      const { start, end } = firstLineEnd(this.#strongest.text);
      this.#write(partOf(this.#strongest, start, end));
    }
  }

  #spaceBefore(passage: Passage, end: number, core: number): Slice {
    return joinedSlices(this.#carry, sliceOf(passage, end, core));
  }

  #note(space: Slice): void {
    if (strength(space.text) >= strength(this.#strongest.text)) this.#strongest = space;
    if (this.#endsLine && this.#lineBreak === EMPTY_SLICE && space.text.includes('\n'))
      this.#lineBreak = space;
  }

  /** Writes what stands between the last kept unit and the next. */
  #open(own: Slice, { isData }: Passage, isLine: boolean): void {
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
      this.#write(isOnLine && this.#lineBreak !== EMPTY_SLICE ? this.#lineBreak : space);
    }
    this.#strongest = EMPTY_SLICE;
    this.#lineBreak = EMPTY_SLICE;
    this.#droppedPassage = false;
    this.#hasOutput = true;
  }

  #write(slice: Slice): void {
    for (const { text, start } of piecesOf(slice)) this.#sink.source(text, start);
  }
}

/** 0 nothing, 1 white space, 2 a blank line. A single line break is no more than a space: most are mere wrapping. */
export function strength(space: string): number {
  if (space === '') return 0;
  const first = space.indexOf('\n');
  return first < 0 || space.indexOf('\n', first + 1) < 0 ? 1 : 2;
}

function indentation(space: Slice): Slice {
  return partOf(space, Math.max(space.text.lastIndexOf('\n'), space.text.lastIndexOf('\r')) + 1);
}

/** Where the first line break stands; at the beginning, and empty, if there is none. */
function firstLineEnd(text: string): { readonly start: number; readonly end: number } {
  const match = /\r\n|\n|\r/.exec(text);
  return match === null ? { start: 0, end: 0 } : { start: match.index, end: match.index + match[0].length };
}
