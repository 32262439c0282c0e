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

  /** The row of the word in the background table, 0 if it is not there. */
  row(hash: number): number {
    return this.#background.row(hash);
  }

  /** A row that no word has: for places where there is no word. */
  get noRow(): number {
    return this.#background.size + 1;
  }

  /** The share of the background's passages that hold the word of a row. */
  share(row: number): number {
    return this.#background.count(row) / this.#background.passages;
  }

  /**
   * How much commoner the input makes the word than the background says: the difference of the two inverse document
   * frequencies, natural logarithms; 0 where the input holds nothing, negative where it has the word more often.
   */
  novelty(hash: number, row: number): number {
    const known = this.#background.count(row);
    const seen = this.#count(slotOf(hash));
    const { passages } = this.#background;
    const read = this.#passage - this.#cleared;
    const common = (Math.max(1, known) + 0.5) / (Math.max(1, known + seen) + 0.5);
    return Math.log((common * (passages + read + 1)) / (passages + 1));
  }

  #count(slot: number): number {
    return (this.#lastPassage[slot] ?? 0) > this.#cleared ? (this.#counts[slot] ?? 0) : 0;
  }
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> SLOT_BITS)) & (SLOTS - 1);
}
