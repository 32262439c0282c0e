import type { GuardedSpans } from '../guard/guarded-spans.ts';
import type { Units } from './passage.ts';
import { wordEnd, wordStart } from './punctuation.ts';

/** Collects units in growing typed arrays, to be used again for every passage. */
export class UnitWriter {
  #cores = new Uint32Array(1024);
  #ends = new Uint32Array(1024);
  #marks = new Uint8Array(1024);
  #count = 0;

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Adds a word from `word` to `last`, and the marks before and behind it. */
  addRun(start: number, word: number, last: number, end: number): void {
    if (word > start) this.#add(start, word, 1);
    if (last > word) this.#add(word, last, 0);
    if (last > word && last < end) this.#add(last, end, 1);
  }

  /** Adds a word, and the punctuation around it as units of its own, unless it is guarded with the word. */
  addWord(text: string, start: number, end: number, spans?: GuardedSpans): void {
    let word = wordStart(text, start, end);
    let last = wordEnd(text, word, end);
    if (spans !== undefined) {
      word = Math.min(word, spans.first(start, end));
      last = Math.max(last, spans.last(start, end));
    }
    this.addRun(start, word, last, end);
  }

  addWhole(core: number, end: number): void {
    this.#add(core, end, 0);
  }

  #add(core: number, end: number, isMark: 0 | 1): void {
    if (this.#count === this.#cores.length) {
      this.#cores = grown(this.#cores);
      this.#ends = grown(this.#ends);
      const marks = new Uint8Array(this.#cores.length);
      marks.set(this.#marks);
      this.#marks = marks;
    }
    this.#cores[this.#count] = core;
    this.#ends[this.#count] = end;
    this.#marks[this.#count] = isMark;
    this.#count += 1;
  }

  /** The units as arrays of their own, in one piece of memory: there is one for every passage. `start`: where that begins. */
  finish(start = 0): Units {
    const count = this.#count;
    const memory = new ArrayBuffer(9 * count);
    const cores = new Uint32Array(memory, 0, count);
    const ends = new Uint32Array(memory, 4 * count, count);
    const marks = new Uint8Array(memory, 8 * count, count);
    cores.set(this.#cores.subarray(0, count));
    ends.set(this.#ends.subarray(0, count));
    marks.set(this.#marks.subarray(0, count));
    if (start > 0)
      for (let unit = 0; unit < count; unit += 1) {
        cores[unit] = (cores[unit] ?? 0) - start;
        ends[unit] = (ends[unit] ?? 0) - start;
      }
    return { count, cores, ends, marks };
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
