import { type CostHistogram, PROTECTED_LEVEL } from '../allocate/histogram.ts';
import type { Plan } from '../allocate/plan.ts';

/**
 * The highest level of which not every unit was granted: what lies above it is kept. Undefined if everything is.
 */
export function passingLevel({ rows }: CostHistogram, { grants }: Plan): number | undefined {
  for (let level = PROTECTED_LEVEL - 1; level >= 0; level -= 1)
    if (total(grants[level]) < total(rows[level])) return level;
  return undefined;
}

function total(row: Float64Array | undefined): number {
  return row?.reduce((sum, tokens) => sum + tokens, 0) ?? 0;
}
