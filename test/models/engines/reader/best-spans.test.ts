import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestSpans, type PieceSpan } from '../../../../src/models/engines/reader/best-spans.ts';

/** Every span there is, best first; then each that overlaps none of those taken before. */
function byBruteForce(start: readonly number[], end: readonly number[], maxPieces: number, count: number) {
  const all: PieceSpan[] = [];
  for (let first = 0; first < start.length; first++) {
    for (let last = first; last < start.length && last < first + maxPieces; last++) {
      all.push({ first, last, score: (start[first] as number) + (end[last] as number) });
    }
  }
  all.sort((a, b) => b.score - a.score || a.first - b.first || a.last - b.last);
  const taken: PieceSpan[] = [];
  for (const span of all) {
    if (taken.length === count) break;
    if (taken.every((other) => span.last < other.first || span.first > other.last)) taken.push(span);
  }
  return taken;
}

describe('bestSpans', () => {
  it('finds what trying every span finds, ties included', () => {
    const logits = fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(
        logits,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (pairs, maxPieces, count) => {
          const start = pairs.map(([logit]) => logit);
          const end = pairs.map(([, logit]) => logit);
          expect(bestSpans({ start, end, maxPieces, count })).toEqual(
            byBruteForce(start, end, maxPieces, count),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
