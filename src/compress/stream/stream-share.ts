import { type CostHistogram, PROTECTED_LEVEL } from '../../stages/allocate/histogram.ts';

/** What earlier windows count for: the last sixteen or so decide what a window is worth beside them. */
const MEMORY = 15 / 16;

/**
 * Shares a budget out among windows as they come: what a window deserves is what it would get if it and those before it
 * were chosen from together.
 */
export class StreamShare {
  readonly #share: number;
  /** Cost of everything by score, older windows counting for less. */
  readonly #past = new Float64Array(PROTECTED_LEVEL + 1);

  /** `share`: tokens of the output for each of the input. */
  constructor(share: number) {
    this.#share = share;
  }

  /** Adds a window; returns the tokens that it deserves. */
  add({ rows }: CostHistogram): number {
    const own = Float64Array.from(this.#past, (_, level) => {
      let sum = 0;
      for (const tokens of rows[level] ?? []) sum += tokens;
      return sum;
    });
    for (let level = 0; level < own.length; level += 1)
      this.#past[level] = MEMORY * (this.#past[level] ?? 0) + (own[level] ?? 0);
    let left = this.#share * this.#past.reduce((sum, tokens) => sum + tokens, 0);
    let deserved = 0;
    for (let level = PROTECTED_LEVEL; level >= 0 && left > 0; level -= 1) {
      const all = this.#past[level] ?? 0;
      if (all === 0) continue;
      deserved += (own[level] ?? 0) * Math.min(1, left / all);
      left -= all;
    }
    return Math.floor(deserved);
  }
}
