import { HashedBytes, hashOf } from './hashed-bytes.ts';

/** A table of byte-pair ranks as gpt-tokenizer ships it: at each rank a token, as text or (if not UTF-8) bytes. */
export type RankTable = readonly (string | readonly number[])[];

/** What {@link ByteRanks.find} says of bytes that are no token. Higher than every rank. */
export const noRank = 0x7fff_ffff;

/**
 * The ranks of all tokens by their bytes. A hash table in flat arrays: it is asked for parts of a text many million
 * times, and a `Map` would want each of them as a string of its own.
 */
export class ByteRanks {
  /** The bytes of all tokens, by rank, and where each of them begins. */
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  /** Pairs of a hash and a rank + 1, or 0 where nothing is. */
  readonly #slots: Int32Array;
  readonly #mask: number;
  /** Ranks of tokens of two bytes, by both: every merge begins with such pairs. */
  readonly #twoBytes = new Int32Array(0x10000).fill(noRank);
  #longest = 0;

  constructor(table: RankTable) {
    this.#bytes = new Uint8Array(table.reduce((sum, token) => sum + bytesAtMost(token), 0));
    this.#starts = new Uint32Array(table.length + 1);
    // Half of the slots stay free at least, so that the next free one is near.
    const slots = 2 ** Math.ceil(Math.log2(2 * table.length));
    this.#slots = new Int32Array(2 * slots);
    this.#mask = slots - 1;
    const text = new HashedBytes();
    // Some tables have ranks without a token.
    for (const [rank, token = ''] of table.entries()) {
      if (typeof token === 'string') text.take(token, 0, token.length);
      this.#add(rank, typeof token === 'string' ? text.bytes.subarray(0, text.length) : token);
    }
  }

  /** The rank of the token that `bytes` from `start` to `end` are, or {@link noRank}. */
  find(bytes: Uint8Array, start: number, end: number): number {
    if (end - start === 2) return this.#twoBytes[twoBytes(bytes, start)] as number;
    return end - start > this.#longest
      ? noRank
      : this.findHashed(bytes, start, end, hashOf(bytes, start, end));
  }

  /** The same for bytes whose hash is known. */
  findHashed(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const next = slots[2 * slot + 1] as number;
      if (next === 0) return noRank;
      if (slots[2 * slot] === hash && this.#is(next - 1, bytes, start, end)) return next - 1;
    }
  }

  #is(rank: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = this.#bytes;
    let at = this.#starts[rank] as number;
    if ((this.#starts[rank + 1] as number) - at !== end - start) return false;
    for (let other = start; other < end; other++, at++) if (own[at] !== bytes[other]) return false;
    return true;
  }

  #add(rank: number, token: ArrayLike<number>): void {
    const start = this.#starts[rank] as number;
    const end = start + token.length;
    this.#bytes.set(token, start);
    this.#starts[rank + 1] = end;
    this.#longest = Math.max(this.#longest, token.length);
    if (token.length === 0) return;
    if (token.length === 2) this.#twoBytes[twoBytes(this.#bytes, start)] = rank;
    const hash = hashOf(this.#bytes, start, end);
    let slot = hash & this.#mask;
    while (this.#slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[2 * slot] = hash;
    this.#slots[2 * slot + 1] = rank + 1;
  }
}

/** A UTF-16 unit takes three bytes at most. */
function bytesAtMost(token: string | readonly number[]): number {
  return typeof token === 'string' ? 3 * token.length : token.length;
}

function twoBytes(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
