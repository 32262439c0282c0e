import { type CostHistogram, costClass, leastCost, mostCost, PROTECTED_LEVEL } from './histogram.ts';
import type { UnitLevels } from './score-spool.ts';

/**
 * What may be spent on the units of each score level and cost class. Greedy over the levels from the highest
 * down, within a level from the cheapest class up, taking whatever still fits: the same choice as sorting all
 * units by (score, cost, position) and skipping those that do not fit, without holding or sorting them.
 */
export interface Plan {
  /** Tokens granted to each cost class of a level; undefined for a level that is granted none. */
  readonly grants: readonly (Float64Array | undefined)[];
  /** Tokens that the plan expects to spend. */
  readonly tokens: number;
}

/** Plans `budget` tokens over a histogram. Protected units are granted whatever the budget. */
export function plan({ rows }: CostHistogram, budget: number): Plan {
  const grants: (Float64Array | undefined)[] = [];
  let left = budget;
  for (let level = PROTECTED_LEVEL; level >= 0; level -= 1) {
    const wanted = rows[level];
    if (wanted === undefined || (left <= 0 && level !== PROTECTED_LEVEL)) continue;
    const granted = level === PROTECTED_LEVEL ? wanted.slice() : grantRow(wanted, left);
    const tokens = granted.reduce((sum, grant) => sum + grant, 0);
    if (tokens > 0) grants[level] = granted;
    left -= tokens;
  }
  return { grants, tokens: budget - left };
}

function grantRow(wanted: Float64Array, budget: number): Float64Array {
  let left = budget;
  return wanted.map((tokens, costClass) => {
    const granted = tokens <= left ? tokens : grantPart(left, costClass);
    left -= granted;
    return granted;
  });
}

/** Whole units count. Where costs are mixed, as many as could fit are offered what they may cost at most. */
function grantPart(left: number, costClass: number): number {
  const least = leastCost(costClass);
  if (left < least || least === 0) return 0;
  return Math.min(left, Math.floor(left / least) * mostCost(costClass));
}

/** Spends a plan, unit by unit in source order. */
export class Admission {
  readonly #left: readonly (Float64Array | undefined)[];

  constructor({ grants }: Plan) {
    this.#left = grants.map((row) => row?.slice());
  }

  /** A flag for each unit that is kept. */
  admitAll({ levels, costs }: UnitLevels): Uint8Array {
    return levels.map((level, unit) => (this.admit(level, costs[unit] ?? 0) ? 1 : 0));
  }

  /** Whether a unit of this score and cost (tokens) is kept. */
  admit(level: number, cost: number): boolean {
    if (level === PROTECTED_LEVEL) return true;
    const row = this.#left[level];
    if (row === undefined) return false;
    const at = costClass(cost);
    const left = row[at] ?? 0;
    if (cost > left) return false;
    row[at] = left - cost;
    return true;
  }
}
