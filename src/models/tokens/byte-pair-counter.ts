/** A table of byte-pair ranks as gpt-tokenizer ships it: at each rank a token, as text or (if not UTF-8) bytes. */
export type RankTable = readonly (string | readonly number[])[];

/**
 * Counts the tokens of single pre-tokens by byte-pair encoding: the pair with the lowest rank is joined first, the
 * leftmost of equals. In O(n log n), where the usual loop is quadratic: a pre-token can be as long as the text.
 */
export class BytePairCounter {
  /** Keys are bytes, written as Latin-1. */
  readonly #ranks = new Map<string, number>();
  /** Ranks of tokens of two bytes, by both: every merge begins with such pairs. */
  readonly #twoBytes = new Float64Array(0x10000).fill(Infinity);
  #longest = 0;

  constructor(table: RankTable) {
    table.forEach((token, rank) => {
      const key = typeof token === 'string' ? bytesOf(token) : String.fromCharCode(...token);
      this.#ranks.set(key, rank);
      if (key.length === 2) this.#twoBytes[key.charCodeAt(0) * 256 + key.charCodeAt(1)] = rank;
      this.#longest = Math.max(this.#longest, key.length);
    });
  }

  /** Whether an ASCII text is one token. */
  isToken(ascii: string): boolean {
    return this.#ranks.has(ascii);
  }

  /** The number of tokens of one pre-token. */
  count(preToken: string): number {
    const bytes = bytesOf(preToken);
    return this.#ranks.has(bytes) ? 1 : this.#merge(bytes);
  }

  #merge(bytes: string): number {
    // A linked list of parts: part `i` starts at byte `i` and ends where the next one starts.
    const length = bytes.length;
    const next = Uint32Array.from({ length: length + 1 }, (_, i) => i + 1);
    const previous = Int32Array.from({ length: length + 1 }, (_, i) => i - 1);
    const pairs = new PairHeap(length);
    // The rank of the pair that starts at each part now; what the heap says may be out of date.
    const ranks = new Float64Array(length + 1).fill(Infinity);
    const consider = (start: number): void => {
      const second = next[start] as number;
      const rank = second < length ? this.#rank(bytes, start, next[second] as number) : Infinity;
      ranks[start] = rank;
      if (rank < Infinity) pairs.push(rank, start);
    };
    for (let start = 0; start < length; start++) consider(start);

    let count = length;
    for (let start = pairs.pop(ranks); start >= 0; start = pairs.pop(ranks)) {
      const second = next[start] as number;
      const third = next[second] as number;
      next[start] = third;
      previous[third] = start;
      ranks[second] = Infinity;
      count--;
      consider(start);
      const before = previous[start] as number;
      if (before >= 0) consider(before);
    }
    return count;
  }

  #rank(bytes: string, start: number, end: number): number {
    if (end - start === 2)
      return this.#twoBytes[bytes.charCodeAt(start) * 256 + bytes.charCodeAt(start + 1)] ?? Infinity;
    if (end - start > this.#longest) return Infinity;
    return this.#ranks.get(bytes.slice(start, end)) ?? Infinity;
  }
}

/** UTF-8 bytes as Latin-1 text; ASCII is itself. A lone surrogate counts as U+FFFD. */
function bytesOf(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
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
  pop(current: Float64Array): number {
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
