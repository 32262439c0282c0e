import type { BackgroundFrequencies } from './background.ts';

const SLOT_BITS = 18;
const SLOTS = 1 << SLOT_BITS;
const LAST_PASSAGE = 2 ** 32 - 1;

/**
 * Document frequencies of the input's own words, pooled with the background's. A fixed table indexed by hash,
 * so memory does not grow with the input; words that share a slot count as one, which only makes both look
 * commoner.
 */
export class WordFrequencies {
  readonly #background: BackgroundFrequencies;
  readonly #counts = new Uint32Array(SLOTS);
  /** The last passage of each slot, numbered from 1 over all uses of the table. */
  readonly #lastPassage = new Uint32Array(SLOTS);
  #passage = 0;
  /** The last passage before this use: what was counted up to it is forgotten. */
  #cleared = 0;

  constructor(background: BackgroundFrequencies) {
    this.#background = background;
  }

  /** Forgets all that was counted, at no cost. */
  clear(): void {
    this.#cleared = this.#passage;
    if (this.#passage < LAST_PASSAGE / 2) return;
    this.#lastPassage.fill(0);
    this.#passage = 0;
    this.#cleared = 0;
  }

  /** Starts the next passage, within which a word counts once. */
  beginPassage(): void {
    this.#passage += 1;
  }

  add(hash: number): void {
    const slot = slotOf(hash);
    const last = this.#lastPassage[slot] ?? 0;
    if (last === this.#passage) return;
    this.#lastPassage[slot] = this.#passage;
    this.#counts[slot] = last > this.#cleared ? (this.#counts[slot] ?? 0) + 1 : 1;
  }

  /** Inverse document frequency, natural logarithm, over the background and the input together. */
  idf(hash: number): number {
    const seen = this.#background.count(hash) + this.#count(slotOf(hash));
    const passages = this.#background.passages + this.#passage - this.#cleared;
    return Math.log((passages + 1) / (Math.max(1, seen) + 0.5));
  }

  #count(slot: number): number {
    return (this.#lastPassage[slot] ?? 0) > this.#cleared ? (this.#counts[slot] ?? 0) : 0;
  }
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> SLOT_BITS)) & (SLOTS - 1);
}
