import { LONGEST_SPAN } from './guards.ts';

/** Two offsets in one number, so that sorting is native; texts are shorter than this. */
const RADIX = 2 ** 26;
const FEW = 96;

/** Spans of one text that are guarded, in order and apart from each other. Memory is used again. */
export class GuardedSpans {
  count = 0;
  #packed = new Float64Array(256);
  #found = 0;
  #starts = new Uint32Array(256);
  #ends = new Uint32Array(256);
  /** The first span that ends behind the place asked for last. */
  #cursor = 0;

  clear(): void {
    this.#found = 0;
    this.count = 0;
    this.#cursor = 0;
  }

  /** Adds a span; in any order, and it may overlap with others. */
  add(start: number, end: number): void {
    if (this.#found === this.#packed.length) this.#grow();
    this.#packed[this.#found] = start * RADIX + end;
    this.#found += 1;
  }

  /** Makes one span of those that overlap, and forgets what is too long. */
  settle(): void {
    this.#sort();
    let start = 0;
    let end = 0;
    for (let at = 0; at < this.#found; at += 1) {
      const packed = this.#packed[at] ?? 0;
      const next = Math.floor(packed / RADIX);
      const nextEnd = packed - next * RADIX;
      if (next >= end) {
        this.#settle(start, end);
        start = next;
        end = nextEnd;
      } else if (nextEnd > end) end = nextEnd;
    }
    this.#settle(start, end);
  }

  /** The end of what the spans that touch `[start, end)` hold; 0 if none does. */
  reach(start: number, end: number): number {
    let at = this.#from(start);
    let reach = 0;
    for (; at < this.count && (this.#starts[at] ?? 0) < end; at += 1) reach = this.#ends[at] ?? 0;
    return reach;
  }

  /** The span that `at` lies within, so that a cut there would divide it, as its start and end; undefined if there is none. */
  around(at: number): readonly [start: number, end: number] | undefined {
    const span = this.#from(at);
    const start = this.#starts[span] ?? 0;
    return span < this.count && start < at ? [start, this.#ends[span] ?? 0] : undefined;
  }

  /** The first place in `[start, end)` that a span holds; `end` if none does. */
  first(start: number, end: number): number {
    const span = this.#from(start);
    return span < this.count ? Math.min(end, Math.max(start, this.#starts[span] ?? 0)) : end;
  }

  /** The end of the last span that begins in `[start, end)` or reaches into it, no more than `end`; `start` if there is none. */
  last(start: number, end: number): number {
    let last = start;
    for (let at = this.#from(start); at < this.count && (this.#starts[at] ?? 0) < end; at += 1)
      last = Math.min(end, this.#ends[at] ?? 0);
    return last;
  }

  /** By insertion where they are few, as each guard adds its spans in order. */
  #sort(): void {
    const packed = this.#packed;
    const found = this.#found;
    if (found > FEW) {
      packed.subarray(0, found).sort();
      return;
    }
    for (let at = 1; at < found; at += 1) {
      const moved = packed[at] ?? 0;
      let to = at;
      for (; to > 0 && (packed[to - 1] ?? 0) > moved; to -= 1) packed[to] = packed[to - 1] ?? 0;
      packed[to] = moved;
    }
  }

  #from(start: number): number {
    let at = this.#cursor;
    while (at > 0 && (this.#ends[at - 1] ?? 0) > start) at -= 1;
    while (at < this.count && (this.#ends[at] ?? 0) <= start) at += 1;
    this.#cursor = at;
    return at;
  }

  #settle(start: number, end: number): void {
    if (end === start || end - start > LONGEST_SPAN) return;
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.count += 1;
  }

  #grow(): void {
    const packed = new Float64Array(this.#packed.length * 2);
    packed.set(this.#packed);
    this.#packed = packed;
    this.#starts = new Uint32Array(packed.length);
    this.#ends = new Uint32Array(packed.length);
  }
}
