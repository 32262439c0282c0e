import { ByteRanks, noRank, type RankTable } from './byte-ranks.ts';
import { CountMemo } from './count-memo.ts';
import { HashedBytes } from './hashed-bytes.ts';
import { countLong } from './long-merge.ts';
import { longestShort, ShortMerge } from './short-merge.ts';

/** Four megabytes, which hold all but the rarest words. */
const memoSlots = 131_072;

/**
 * Counts the tokens of single pre-tokens by byte-pair encoding: the pair with the lowest rank is joined first, the
 * leftmost of equals.
 */
export class BytePairCounter {
  readonly #ranks: ByteRanks;
  readonly #memo = new CountMemo(memoSlots);
  readonly #preToken = new HashedBytes();
  readonly #shortMerge: ShortMerge;

  constructor(table: RankTable) {
    this.#ranks = new ByteRanks(table);
    this.#shortMerge = new ShortMerge(this.#ranks);
  }

  /** The number of tokens of the pre-token `text.slice(start, end)`. */
  count(text: string, start: number, end: number): number {
    this.#preToken.take(text, start, end);
    const { bytes, length, hash } = this.#preToken;
    const known = this.#memo.get(bytes, length, hash);
    if (known > 0) return known;
    const count = this.#count(bytes, length, hash);
    this.#memo.set(bytes, length, hash, count);
    return count;
  }

  #count(bytes: Uint8Array, length: number, hash: number): number {
    if (this.#ranks.findHashed(bytes, 0, length, hash) !== noRank) return 1;
    return length <= longestShort
      ? this.#shortMerge.count(bytes, length)
      : countLong(this.#ranks, bytes, length);
  }
}
