import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openResources } from '../../src/compress/resources.ts';
import { type EvaluationCurves, evaluationCurves, expectedAnswers } from '../../src/models/curves.ts';
import { levels } from '../../src/models/model-files.ts';

const curves: EvaluationCurves = {
  ratios: [2, 4, 16],
  curves: [{ scorer: 'one', question: true, questions: 10, kept: [0.9, 0.8, 0.4] }],
};
const at = (ratio: number) => expectedAnswers(curves, { scorer: 'one', question: true, ratio });

describe('expected answers', () => {
  it('are what was measured where that was measured, and lie between elsewhere', () => {
    expect([1, 2, 4, 16].map((ratio) => at(ratio)?.kept)).toEqual([1, 0.9, 0.8, 0.4]);
    expect(at(8)?.kept).toBeCloseTo(0.6, 9);
    const pair = fc.tuple(
      fc.double({ min: 1, max: 16, noNaN: true }),
      fc.double({ min: 1, max: 16, noNaN: true }),
    );
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(at(low)?.kept).toBeGreaterThanOrEqual(at(high)?.kept ?? 1);
      }),
    );
  });

  it('end where the measurements end', () => {
    expect(at(17)).toEqual({ kept: 0.4, beyond: 16 });
    expect(expectedAnswers(curves, { scorer: 'one', question: false, ratio: 2 })).toBeUndefined();
    expect(expectedAnswers(curves, { scorer: 'other', question: true, ratio: 2 })).toBeUndefined();
  });

  it.each(levels)(
    'are stored for level %i as its model is now (else run bench/standard-sweep.mjs)',
    async (level) => {
      await using resources = await openResources({ level });
      const { ratios, curves: stored } = await evaluationCurves();
      const own = stored.filter(({ scorer }) => scorer === resources.scorerName);
      expect(own.map(({ question }) => question)).toEqual([false, true]);
      for (const { kept, questions } of own) {
        expect(kept).toHaveLength(ratios.length);
        expect(questions).toBeGreaterThan(0);
        expect(kept.every((share) => share >= 0 && share <= 1)).toBe(true);
      }
    },
  );
});
