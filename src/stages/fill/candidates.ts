import type { Choice } from './unit-sets.ts';

/**
 * The best units of each cost, as many as could be wanted to spend `most` tokens, whatever the length of the input.
 * Ties go to the earlier unit.
 */
export class Candidates<Unit extends Choice> {
  readonly #most: number;
  readonly #limit: number;
  readonly #isBetter: (one: Unit, other: Unit) => boolean;
  readonly #byCost: Unit[][] = [];

  /** `limit`: units that are held of one cost. */
  constructor(most: number, limit: number, isBetter: (one: Unit, other: Unit) => boolean) {
    this.#most = most;
    this.#limit = limit;
    this.#isBetter = isBetter;
  }

  /** Adds a unit; returns the one that is no longer held for it, which may be itself. */
  add(unit: Unit): Unit | undefined {
    const { cost } = unit;
    if (cost < 1 || cost > this.#most) return unit;
    const row = this.#byCost[cost] ?? [];
    this.#byCost[cost] = row;
    let at = row.length;
    while (at > 0 && this.#isBetter(unit, row[at - 1] as Unit)) at -= 1;
    row.splice(at, 0, unit);
    return row.length > Math.min(this.#limit, Math.ceil(this.#most / cost)) ? row.pop() : undefined;
  }

  /** All that are held, the cheapest first and the best of a cost first. */
  list(): Unit[] {
    return this.#byCost.flat();
  }
}
