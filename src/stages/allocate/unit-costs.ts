import { memoise } from '../../models/tokens/memo.ts';
import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import { unitsWithoutPadding, withoutPadding } from '../segment/padding.ts';
import { isLine, type Passage, type Units } from '../segment/passage.ts';

/** Punctuation at the end of a line merges with the line break behind it. */
const PUNCTUATION_TAIL = /[^\s\p{L}\p{N}]+$/u;
/** How far back a line looks for it. */
const TAIL_LENGTH = 16;

/** What the units of a passage cost, and which of them begin a paragraph. */
export interface MeasuredUnits {
  /** Tokens of each unit with the white space before it, but for blank lines. */
  readonly costs: Uint32Array;
  /** 1 for a word after a blank line, which costs a token if anything of the paragraph is kept. */
  readonly breaks: Uint8Array;
}

/**
 * Tokens of units. A space before a word is a border of every tokenizer in use, so these costs add up exactly wherever
 * they are joined. Joints over line breaks depend on what stands before them in the output, which is not known yet:
 * words are charged as after a word, lines as after the line before them. What is off is found when the output is
 * counted.
 */
export class UnitCosts {
  readonly #count: (text: string, start: number, end: number) => number;
  /** The end of the previous passage of the document. */
  #before = '';

  constructor(counter: TokenCounter) {
    this.#count = sliceCount(counter);
  }

  beginDocument(): void {
    this.#before = '';
  }

  /** Measures a passage's units. Passages of a document come one after another. */
  measure(source: Passage, divided: Units): MeasuredUnits {
    const passage = withoutPadding(source);
    const units = unitsWithoutPadding(divided, source.padding);
    const { text } = passage;
    const { count, cores, ends } = units;
    const costs = new Uint32Array(count);
    const breaks = new Uint8Array(count);
    let start = 0;
    for (let unit = 0; unit < count; unit += 1) {
      const core = cores[unit] ?? 0;
      const end = ends[unit] ?? 0;
      if (isLine(passage, units, unit)) costs[unit] = this.#line(text, start, end);
      else if (this.#isBreak(text, start, core)) {
        costs[unit] = this.#countAll(` ${text.slice(core, end)}`);
        breaks[unit] = 1;
      } else costs[unit] = this.#count(text, start, end);
      start = end;
    }
    this.#before = (this.#before + text).slice(-2 * TAIL_LENGTH);
    return { costs, breaks };
  }

  #line(text: string, start: number, end: number): number {
    const before = start === 0 ? this.#before : text.slice(Math.max(0, start - TAIL_LENGTH), start);
    const body = before.trimEnd();
    const tail = PUNCTUATION_TAIL.exec(body)?.[0] ?? '';
    const joined = this.#countAll(tail + before.slice(body.length) + text.slice(start, end));
    return Math.max(0, joined - (tail === '' ? 0 : this.#countAll(tail)));
  }

  #countAll(text: string): number {
    return this.#count(text, 0, text.length);
  }

  #isBreak(text: string, start: number, core: number): boolean {
    if (start > 0 && core - start < 2) return false;
    const space =
      start > 0
        ? text.slice(start, core)
        : this.#before.slice(this.#before.trimEnd().length) + text.slice(0, core);
    const first = space.indexOf('\n');
    return first >= 0 && space.indexOf('\n', first + 1) >= 0;
  }
}

/** Units are short and come again and again: what a counter does not count in place is remembered. */
function sliceCount(counter: TokenCounter): (text: string, start: number, end: number) => number {
  if (counter.countSlice !== undefined) return counter.countSlice.bind(counter);
  const count = memoise((text) => counter.count(text));
  return (text, start, end) => count(text.slice(start, end));
}
