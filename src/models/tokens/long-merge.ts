import { type ByteRanks, noRank } from './byte-ranks.ts';

/**
 * Byte-pair encoding in O(n log n), where the usual loop is quadratic: a pre-token can be as long as the text. The
 * pairs wait in a heap, the lowest rank first, then the leftmost.
 */
export function countLong(ranks: ByteRanks, bytes: Uint8Array, length: number): number {
  // A linked list of parts: part `i` starts at byte `i` and ends where the next one starts.
  const next = Uint32Array.from({ length: length + 1 }, (_, i) => i + 1);
  const previous = Int32Array.from({ length: length + 1 }, (_, i) => i - 1);
  const pairs = new PairHeap(length);
  // The rank of the pair that starts at each part now; what the heap says may be out of date.
  const pairRanks = new Int32Array(length + 1).fill(noRank);
  const consider = (start: number): void => {
    const second = next[start] as number;
    const rank = second < length ? ranks.find(bytes, start, next[second] as number) : noRank;
    pairRanks[start] = rank;
    if (rank !== noRank) pairs.push(rank, start);
  };
  for (let start = 0; start < length; start++) consider(start);

  let count = length;
  for (let start = pairs.pop(pairRanks); start >= 0; start = pairs.pop(pairRanks)) {
    const second = next[start] as number;
    const third = next[second] as number;
    next[start] = third;
    previous[third] = start;
    pairRanks[second] = noRank;
    count--;
    consider(start);
    const before = previous[start] as number;
    if (before >= 0) consider(before);
  }
  return count;
}

/** A binary heap of pairs: the lowest rank first, then the leftmost. */
class PairHeap {
  // Rank and position in one number: both stay below 2^26, so that it is exact.
  readonly #keys: number[] = [];
  readonly #scale: number;

  constructor(positions: number) {
    this.#scale = positions + 1;
  }

  push(rank: number, position: number): void {
    const keys = this.#keys;
    const key = rank * this.#scale + position;
    let at = keys.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((keys[parent] as number) <= key) break;
      keys[at] = keys[parent] as number;
      at = parent;
    }
    keys[at] = key;
  }

  /** The position of the first pair that `current` still has with that rank, or -1. */
  pop(current: Int32Array): number {
    while (this.#keys.length > 0) {
      const key = this.#removeFirst();
      const position = key % this.#scale;
      if (current[position] === (key - position) / this.#scale) return position;
    }
    return -1;
  }

  #removeFirst(): number {
    const keys = this.#keys;
    const first = keys[0] as number;
    const last = keys.pop() as number;
    const length = keys.length;
    if (length === 0) return first;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && (keys[child + 1] as number) < (keys[child] as number)) child++;
      if ((keys[child] as number) >= last) break;
      keys[at] = keys[child] as number;
      at = child;
    }
    keys[at] = last;
    return first;
  }
}
