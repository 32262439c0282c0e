/** Units of this level must survive. Scores use the levels below. */
export const PROTECTED_LEVEL = 255;
/** Units of this level say what was said before: they come after everything else. */
export const REPEATED_LEVEL = 0;

/** Costs below this have a class each, so that whole units can be counted. */
const EXACT_COSTS = 128;
/** Larger ones share a class with those that are up to 1/16 octave dearer. */
const CLASSES_AN_OCTAVE = 16;
const OCTAVES = 3;
/** The last class holds everything beyond. */
export const COST_CLASSES = EXACT_COSTS + CLASSES_AN_OCTAVE * OCTAVES + 1;

/** Classes of a row at first: most units cost little, and many a text is short. */
const FEW_CLASSES = 16;

/** The token cost by score of everything that could be kept: at most 354 KiB, however long the input. */
export interface CostHistogram {
  /** Total tokens of a level by cost class; undefined for a level without units, shorter where the rest are 0. */
  readonly rows: (Float64Array | undefined)[];
}

export function costHistogram(): CostHistogram {
  return { rows: [] };
}

export function addUnit(histogram: CostHistogram, level: number, cost: number): void {
  addUnits(histogram, level, costClass(cost), cost);
}

/** Adds units of one cost class that cost so many tokens together. */
export function addUnits({ rows }: CostHistogram, level: number, at: number, tokens: number): void {
  let row = rows[level];
  if (row === undefined || at >= row.length) {
    row = widened(row, at);
    rows[level] = row;
  }
  row[at] = (row[at] ?? 0) + tokens;
}

function widened(row: Float64Array | undefined, costClass: number): Float64Array {
  const wide = new Float64Array(costClass < FEW_CLASSES ? FEW_CLASSES : COST_CLASSES);
  if (row !== undefined) wide.set(row);
  return wide;
}

export function costClass(cost: number): number {
  if (cost < EXACT_COSTS) return cost;
  const octaves = Math.log2(cost / EXACT_COSTS);
  return Math.min(COST_CLASSES - 1, EXACT_COSTS + Math.floor(CLASSES_AN_OCTAVE * octaves + 1e-9));
}

/** The least cost of a class. */
export function leastCost(costClass: number): number {
  if (costClass < EXACT_COSTS) return costClass;
  return Math.ceil(EXACT_COSTS * 2 ** ((costClass - EXACT_COSTS) / CLASSES_AN_OCTAVE) - 1e-6);
}

/** The most that a unit of a class may cost. */
export function mostCost(costClass: number): number {
  return costClass === COST_CLASSES - 1 ? Number.POSITIVE_INFINITY : leastCost(costClass + 1) - 1;
}
