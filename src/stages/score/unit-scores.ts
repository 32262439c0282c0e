import { isLine, type Passage, type Units } from '../segment/passage.ts';

/** Score of a unit in which nothing could be scored: the first to go, unless it is punctuation. */
const NOTHING = -30;

/**
 * Gathers the scores of what stands in each unit, words or pieces. A word unit is worth as much as the best in it.
 * A line is worth half its best and half its mean: whole lines cost by their length, so what counts is how dense
 * they are.
 */
export class UnitScores {
  readonly #passage: Passage;
  readonly #units: Units;
  readonly #best: Float32Array;
  readonly #sums: Float32Array | undefined;
  readonly #counts: Uint32Array | undefined;

  constructor(passage: Passage, units: Units) {
    const { count } = units;
    const hasLines = passage.unitKind === 'line' || units.lines !== undefined;
    this.#passage = passage;
    this.#units = units;
    this.#best = new Float32Array(count).fill(NOTHING);
    this.#sums = hasLines ? new Float32Array(count) : undefined;
    this.#counts = hasLines ? new Uint32Array(count) : undefined;
  }

  add(unit: number, score: number): void {
    if (score > (this.#best[unit] ?? Number.POSITIVE_INFINITY)) this.#best[unit] = score;
    if (this.#sums === undefined || this.#counts === undefined) return;
    this.#sums[unit] = (this.#sums[unit] ?? 0) + score;
    this.#counts[unit] = (this.#counts[unit] ?? 0) + 1;
  }

  take(): Float32Array {
    if (this.#sums !== undefined && this.#counts !== undefined) {
      for (let unit = 0; unit < this.#best.length; unit += 1) {
        const count = this.#counts[unit] ?? 0;
        if (count > 0 && isLine(this.#passage, this.#units, unit))
          this.#best[unit] = ((this.#best[unit] ?? 0) + (this.#sums[unit] ?? 0) / count) / 2;
      }
    }
    return this.#best;
  }
}
