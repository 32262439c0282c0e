import type { TextKey } from './text-key.ts';

/** What is known of a text that was seen before. */
export interface Sighting {
  /** Where it was first seen, as far as it is remembered. */
  readonly first: number;
  /** How often it was seen before this time. */
  readonly times: number;
}

/** At most so many slots in each half: 8 MiB. */
const MOST_SLOTS = 2 ** 19;
const FEWEST_SLOTS = 2 ** 10;
const FULL = 0.75;

/**
 * Remembers which texts were seen, and how often, in bounded memory: as many as fill a half of it at least, and longer those
 * that come again. When the half in use is full, the other one is forgotten, and the two change places.
 */
export class SeenTable {
  readonly #most: number;
  #recent = new Slots(FEWEST_SLOTS);
  #older: Slots | undefined;

  /** `most`: slots in each half, a power of two. */
  constructor(most = MOST_SLOTS) {
    this.#most = most;
  }

  /** Notes that a text is seen at `place`; undefined if it is new. */
  see(key: TextKey, place: number): Sighting | undefined {
    const known = this.#recent.take(key) ?? this.#older?.take(key);
    const { first, times } = known ?? { first: place, times: 0 };
    if (this.#recent.count >= FULL * this.#recent.size) this.#makeRoom();
    this.#recent.put(key, first, times + 1);
    return known;
  }

  #makeRoom(): void {
    if (this.#recent.size < this.#most) this.#recent = this.#recent.doubled();
    else {
      this.#older = this.#recent;
      this.#recent = new Slots(this.#most);
    }
  }
}

/** A hash table in flat arrays; a slot is free while its text was seen no times. */
class Slots {
  readonly size: number;
  count = 0;
  readonly #lows: Int32Array;
  readonly #highs: Int32Array;
  readonly #firsts: Uint32Array;
  readonly #times: Uint32Array;

  constructor(size: number) {
    this.size = size;
    this.#lows = new Int32Array(size);
    this.#highs = new Int32Array(size);
    this.#firsts = new Uint32Array(size);
    this.#times = new Uint32Array(size);
  }

  take({ low, high }: TextKey): Sighting | undefined {
    const slot = this.#slot(low, high);
    const times = this.#times[slot] ?? 0;
    return times === 0 ? undefined : { first: this.#firsts[slot] ?? 0, times };
  }

  put({ low, high }: TextKey, first: number, times: number): void {
    const slot = this.#slot(low, high);
    if (this.#times[slot] === 0) this.count += 1;
    this.#lows[slot] = low;
    this.#highs[slot] = high;
    this.#firsts[slot] = first;
    this.#times[slot] = times;
  }

  doubled(): Slots {
    const larger = new Slots(2 * this.size);
    for (let slot = 0; slot < this.size; slot += 1) {
      const times = this.#times[slot] ?? 0;
      if (times > 0)
        larger.put(
          { low: this.#lows[slot] ?? 0, high: this.#highs[slot] ?? 0 },
          this.#firsts[slot] ?? 0,
          times,
        );
    }
    return larger;
  }

  /** Where a text stands, or the free slot where it would. */
  #slot(low: number, high: number): number {
    const mask = this.size - 1;
    const mixed = Math.imul(low ^ (high >>> 7), 0x9e3779b1);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#times[slot] !== 0 && (this.#lows[slot] !== low || this.#highs[slot] !== high))
      slot = (slot + 1) & mask;
    return slot;
  }
}
