import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate, pairedDifference } from '../../src/evaluation/bootstrap.ts';
import { seededRandom } from '../../src/evaluation/corpus/random.ts';

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('an estimate', () => {
  it('has the mean within its interval, which lies within the values', () => {
    fc.assert(
      fc.property(shares, (values) => {
        const { mean, low, high, count } = estimate(values) ?? { mean: -1, low: 0, high: 0, count: 0 };
        expect(count).toBe(values.length);
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        expect(mean).toBeCloseTo(values.reduce((a, b) => a + b, 0) / values.length, 9);
        expect(estimate(values)).toEqual({ mean, low, high, count });
      }),
      { numRuns: 50 },
    );
    expect(estimate([])).toBeUndefined();
  });

  it('is as wide as the normal distribution says where there are many values', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 400 }, () => Number(random.chance(0.3)));
    const { mean, low, high } = estimate(values) ?? { mean: 0, low: 0, high: 0 };
    const half = 1.96 * Math.sqrt((mean * (1 - mean)) / values.length);
    expect(low).toBeCloseTo(mean - half, 1.7);
    expect(high).toBeCloseTo(mean + half, 1.7);
  });

  it('holds the true mean about 95 times of 100', () => {
    const random = seededRandom(5);
    const held = Array.from({ length: 200 }, () => {
      const values = Array.from({ length: 60 }, () => random.next());
      const { low, high } = estimate(values) ?? { low: 1, high: 0 };
      return Number(low <= 0.5 && 0.5 <= high);
    }).reduce((sum, one) => sum + one, 0);
    expect(held).toBeGreaterThan(180);
    expect(held).toBeLessThan(200);
  });
});

describe('a paired difference', () => {
  it('is of the rows that both have, and sees what rows that differ much hide', () => {
    const random = seededRandom(7);
    const first = new Map(Array.from({ length: 50 }, (_, row) => [`${row}`, random.next()]));
    const second = new Map([...first].map(([row, value]) => [row, value + 0.05 + 0.02 * random.next()]));
    second.delete('0');
    second.set('only here', 100);
    const { mean, low, count } = pairedDifference(first, second) ?? { mean: 0, low: 0, count: 0 };
    expect(count).toBe(49);
    expect(mean).toBeCloseTo(0.06, 2);
    expect(low).toBeGreaterThan(0.05);
    // Apart, the two intervals overlap.
    const [one, other] = [estimate([...first.values()]), estimate([...second.values()].slice(0, 49))];
    expect(one?.high).toBeGreaterThan(other?.low ?? 1);
    expect(pairedDifference(first, new Map())).toBeUndefined();
  });
});
