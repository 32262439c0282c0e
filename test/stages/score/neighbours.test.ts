import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liftNeighbours } from '../../../src/stages/score/neighbours.ts';

const scores = fc.array(fc.float({ min: -20, max: 8, noNaN: true })).map((all) => Float32Array.from(all));
const step = fc.record({ first: fc.constantFrom(0, 0.5, 2), each: fc.constantFrom(0.5, 1, 3) });

describe('liftNeighbours', () => {
  it('lifts what stands near a hit, less with every step', () => {
    const lifted = liftNeighbours(Float32Array.of(-9, -9, 4, -9, -9, -9), { first: 0.5, each: 1 });
    expect([...lifted]).toEqual([1.5, 2.5, 4, 2.5, 1.5, 0.5]);
  });

  it('is what comparing every unit with every other one gives', () => {
    fc.assert(
      fc.property(scores, step, (own, { first, each }) => {
        const expected = [...own].map((score, at) =>
          Math.max(score, ...[...own].map((other, from) => other - first - each * Math.abs(at - from))),
        );
        const lifted = [...liftNeighbours(own, { first, each })];
        for (const [at, value] of expected.entries()) expect(lifted[at]).toBeCloseTo(value, 3);
      }),
    );
  });

  it('never changes which unit is the best', () => {
    fc.assert(
      fc.property(scores, step, (own, options) => {
        const best = (all: Float32Array) => all.indexOf(Math.max(...all));
        expect(best(liftNeighbours(own, options))).toBe(best(own));
      }),
    );
  });
});
