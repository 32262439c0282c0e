/** Bytes of an entry: the length of its key, its count, and the key. Half a cache line, so that one look fetches it. */
const entryLength = 32;
/** Longer keys are rarely seen twice. */
const keyLength = entryLength - 2;

/**
 * Remembers the counts of short runs of bytes in a fixed table, where a new one takes the place of another. Counting
 * is a pure function, so what is remembered changes nothing but speed.
 */
export class CountMemo {
  readonly #mask: number;
  readonly #entries: Uint8Array;

  /** `slots`: a power of two. */
  constructor(slots: number) {
    this.#mask = slots - 1;
    this.#entries = new Uint8Array(slots * entryLength);
  }

  /** The count of the first `length` bytes, of which `hash` is the hash; 0 if it is not known. */
  get(bytes: Uint8Array, length: number, hash: number): number {
    const entries = this.#entries;
    const entry = (hash & this.#mask) * entryLength;
    if (entries[entry] !== length) return 0;
    for (let at = 0, key = entry + 2; at < length; at++, key++) if (entries[key] !== bytes[at]) return 0;
    return entries[entry + 1] as number;
  }

  set(bytes: Uint8Array, length: number, hash: number, count: number): void {
    if (length > keyLength) return;
    const entries = this.#entries;
    const entry = (hash & this.#mask) * entryLength;
    entries[entry] = length;
    entries[entry + 1] = count;
    for (let at = 0, key = entry + 2; at < length; at++, key++) entries[key] = bytes[at] as number;
  }
}
