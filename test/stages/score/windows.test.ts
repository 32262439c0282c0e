import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieceWindows } from '../../../src/stages/score/windows.ts';

describe('windows', () => {
  const limits = fc.integer({ min: 49, max: 512 });

  it('cover every piece, score each once and hold no more than the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), limits, (count, limit) => {
        const windows = pieceWindows(count, limit);
        let scored = 0;
        for (const { from, to, scoredFrom, scoredTo } of windows) {
          expect(to - from).toBeLessThanOrEqual(limit);
          expect(scoredFrom).toBe(scored);
          expect(scoredTo).toBeGreaterThan(scoredFrom);
          expect(from >= 0 && from <= scoredFrom && scoredTo <= to && to <= count).toBe(true);
          scored = scoredTo;
        }
        expect(scored).toBe(count);
      }),
      { numRuns: 300 },
    );
  });

  it('score no piece near an edge, unless the passage ends there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), limits, (count, limit) => {
        for (const { from, to, scoredFrom, scoredTo } of pieceWindows(count, limit)) {
          if (from > 0) expect(scoredFrom - from).toBe(24);
          if (to < count) expect(to - scoredTo).toBe(24);
        }
      }),
    );
  });

  it('are refused where the overlaps leave nothing to score', () => {
    for (const limit of [48, 47, 0, -5, Number.NaN]) {
      expect(() => pieceWindows(100, limit)).toThrow(expect.objectContaining({ code: 'model' }));
    }
    expect(pieceWindows(40, 48)).toHaveLength(1);
  });

  it('are one where everything fits, also where there is nothing', () => {
    expect(pieceWindows(0, 126)).toEqual([{ from: 0, to: 0, scoredFrom: 0, scoredTo: 0 }]);
    expect(pieceWindows(126, 126)).toHaveLength(1);
    expect(pieceWindows(127, 126)).toHaveLength(2);
  });
});
