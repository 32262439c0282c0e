import { describe, expect, it } from 'vitest';
import { COST_CLASSES, costClass, leastCost, mostCost } from '../../../src/stages/allocate/histogram.ts';

describe('cost classes', () => {
  it('divide all costs, each class from its least cost to its most', () => {
    let previous = 0;
    for (let cost = 0; cost < 5000; cost += 1) {
      const own = costClass(cost);
      expect(own === previous || own === previous + 1 || leastCost(own) === cost).toBe(true);
      expect(leastCost(own)).toBeLessThanOrEqual(cost);
      expect(mostCost(own)).toBeGreaterThanOrEqual(cost);
      previous = own;
    }
    expect(previous).toBe(COST_CLASSES - 1);
  });

  it('hold one cost each up to 127, and then costs that differ by no more than a twentieth', () => {
    for (let own = 0; own < COST_CLASSES - 1; own += 1) {
      expect(costClass(leastCost(own))).toBe(own);
      expect(mostCost(own)).toBeLessThanOrEqual(own < 128 ? own : leastCost(own) * 1.05);
    }
  });
});
