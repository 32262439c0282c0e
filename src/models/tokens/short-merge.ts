import { type ByteRanks, noRank } from './byte-ranks.ts';

/** From here on a heap is faster than to look through all pairs for the best. */
export const longestShort = 128;

/** Byte-pair encoding of a few bytes, in the usual way: the best pair is looked for, and joined, again and again. */
export class ShortMerge {
  readonly #ranks: ByteRanks;
  // Where each part starts, and the rank of the pair that it begins.
  readonly #starts = new Int32Array(longestShort + 1);
  readonly #pairRanks = new Int32Array(longestShort + 1);

  constructor(ranks: ByteRanks) {
    this.#ranks = ranks;
  }

  /** The number of tokens of the first `length` bytes. */
  count(bytes: Uint8Array, length: number): number {
    const starts = this.#starts;
    const pairRanks = this.#pairRanks;
    let parts = length;
    for (let part = 0; part <= parts; part++) starts[part] = part;
    for (let part = 0; part < parts; part++) pairRanks[part] = this.#pairRank(bytes, part, parts);
    for (;;) {
      let best = noRank;
      let first = 0;
      for (let part = 0; part < parts; part++) {
        const rank = pairRanks[part] as number;
        if (rank >= best) continue;
        best = rank;
        first = part;
      }
      if (best === noRank) return parts;
      starts.copyWithin(first + 1, first + 2, parts + 1);
      pairRanks.copyWithin(first + 1, first + 2, parts);
      parts--;
      pairRanks[first] = this.#pairRank(bytes, first, parts);
      if (first > 0) pairRanks[first - 1] = this.#pairRank(bytes, first - 1, parts);
    }
  }

  #pairRank(bytes: Uint8Array, part: number, parts: number): number {
    if (part + 1 >= parts) return noRank;
    return this.#ranks.find(bytes, this.#starts[part] as number, this.#starts[part + 2] as number);
  }
}
