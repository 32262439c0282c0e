/** Stands between words, however many characters are between them. */
const SEPARATOR = 0x20;
/** Characters from here on count as several: they say more, and have no spaces between them. */
export const FIRST_WIDE = 0x2e80;
export const WIDE_WEIGHT = 3;
/** What each character multiplies the halves of a key by. */
export const LOW_FACTOR = 0x01000193;
export const HIGH_FACTOR = 0x5bd1e995;

/**
 * What tells two texts apart: two numbers of 32 bits that are made in different ways, so that texts of which one is alike
 * differ in the other.
 */
export interface TextKey {
  readonly low: number;
  readonly high: number;
}

/** Reads characters one by one into a {@link TextKey}. Its memory is that of one text, used again for the next. */
export class KeyWriter {
  /** Characters so far, separators not counted; those of Chinese and the like count as three. */
  weight = 0;
  protected low = 0;
  protected high = 0;
  #isParted = false;

  clear(): void {
    this.low = 0x811c9dc5 | 0;
    this.high = 0x2545f491;
    this.weight = 0;
    this.#isParted = false;
  }

  /** Takes a character. */
  add(code: number): void {
    this.begin();
    this.low = Math.imul(this.low ^ code, LOW_FACTOR);
    this.high = Math.imul(this.high + code, HIGH_FACTOR);
    this.weight += code < FIRST_WIDE ? 1 : WIDE_WEIGHT;
  }

  /** Parts what follows from what came before. */
  part(): void {
    this.#isParted = this.weight > 0;
  }

  take(): TextKey {
    return { low: this.low, high: this.high };
  }

  /** Writes what stands between this and the last character. */
  protected begin(): void {
    if (!this.#isParted) return;
    this.#isParted = false;
    this.low = Math.imul(this.low ^ SEPARATOR, LOW_FACTOR);
    // Brings the upper bits down.
    this.high = this.high ^ (this.high >>> 15) ^ 0x7f4a7c15;
  }
}

/** The key of two texts that stand together. */
export function joinedKey(one: TextKey, other: TextKey): TextKey {
  return {
    low: Math.imul(one.low, 0x9e3779b1) ^ other.low,
    high: Math.imul(one.high ^ (one.high >>> 13), 0x85ebca77) ^ other.high,
  };
}
