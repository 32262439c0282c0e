import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUnit, costHistogram, PROTECTED_LEVEL } from '../../../src/stages/allocate/histogram.ts';
import { Admission, plan } from '../../../src/stages/allocate/plan.ts';

interface Unit {
  readonly level: number;
  readonly cost: number;
}

function chosen(
  units: readonly Unit[],
  budget: number,
): { readonly kept: number[]; readonly planned: number } {
  const histogram = costHistogram();
  for (const { level, cost } of units) addUnit(histogram, level, cost);
  const plans = plan(histogram, budget);
  const admission = new Admission(plans);
  const kept = units.flatMap(({ level, cost }, at) => (admission.admit(level, cost) ? [at] : []));
  return { kept, planned: plans.tokens };
}

/** The oracle: sorts everything and takes what still fits. */
function greedy(units: readonly Unit[], budget: number): number[] {
  let left = budget;
  return units
    .map((unit, at) => ({ ...unit, at }))
    .sort((a, b) => b.level - a.level || a.cost - b.cost || a.at - b.at)
    .filter(({ cost }) => {
      if (cost > left) return false;
      left -= cost;
      return true;
    })
    .map(({ at }) => at)
    .sort((a, b) => a - b);
}

const tokens = (units: readonly Unit[], kept: readonly number[]) =>
  kept.reduce((sum, at) => sum + (units[at]?.cost ?? 0), 0);

describe('the plan', () => {
  const unit = fc.record({
    level: fc.integer({ min: 0, max: PROTECTED_LEVEL - 1 }),
    cost: fc.integer({ min: 1, max: 62 }),
  });
  const fewLevels = fc.record({
    level: fc.integer({ min: 0, max: 4 }),
    cost: fc.integer({ min: 1, max: 9 }),
  });

  it('chooses what sorting all units by score, cost and position would choose', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(unit, fewLevels), { maxLength: 80 }), fc.nat(600), (units, budget) => {
        const { kept, planned } = chosen(units, budget);
        expect(kept).toEqual(greedy(units, budget));
        expect(planned).toBe(tokens(units, kept));
      }),
      { numRuns: 500 },
    );
  });

  it('never spends more than the budget, whatever units cost', () => {
    const dear = fc.record({
      level: fc.integer({ min: 0, max: 20 }),
      cost: fc.integer({ min: 0, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(dear, { maxLength: 60 }), fc.nat(9000), (units, budget) => {
        expect(tokens(units, chosen(units, budget).kept)).toBeLessThanOrEqual(budget);
      }),
    );
  });

  it('keeps everything that fits as a whole', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), (units) => {
        const all = units.map((_, at) => at);
        expect(chosen(units, tokens(units, all)).kept).toEqual(all);
      }),
    );
  });

  it('keeps protected units even when they are over the budget', () => {
    const units = [
      { level: PROTECTED_LEVEL, cost: 50 },
      { level: 200, cost: 1 },
      { level: PROTECTED_LEVEL, cost: 70 },
    ];
    expect(chosen(units, 100).kept).toEqual([0, 2]);
  });
});
