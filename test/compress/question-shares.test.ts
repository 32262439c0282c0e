import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Candidate, rankForQuestion } from '../../src/compress/question-ranking.ts';
import { scoresForQuestions } from '../../src/compress/question-scores.ts';
import { shareEvenly } from '../../src/compress/question-shares.ts';

const UNITS = 10;

/** Passages of ten units that cost a token each; the relevance of each. */
function ranked(relevances: readonly number[], keep: number) {
  const candidates = new Map<number, Candidate>(
    relevances.map((relevance, at) => [
      at,
      {
        document: at,
        tokens: UNITS,
        relevance,
        combined: relevance,
        mentions: { words: new Set(), names: new Map(), title: new Map() },
        keep: Float32Array.from({ length: UNITS }, (_, unit) => keep - unit / 100),
      },
    ]),
  );
  return rankForQuestion(candidates);
}

it('gives each question its part, however sure it is', () => {
  const relevances = fc.array(fc.integer({ min: -600, max: 600 }), { minLength: 8, maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(fc.record({ relevances, keep: fc.integer({ min: -5, max: 5 }) }), {
        minLength: 2,
        maxLength: 4,
      }),
      fc.integer({ min: 2, max: 6 }),
      (all, passages) => {
        const parts = all.map((one) =>
          ranked(
            one.relevances.map((own) => own / 100),
            one.keep,
          ),
        );
        const shared = shareEvenly(parts, passages * UNITS * parts.length);
        // Under one bar for all, each alone takes its part: no less, and more only where units are as good as the last.
        const bars = shared.map((question) => {
          const scores = [...question.candidates.keys()].flatMap((passage) => [
            ...scoresForQuestions([question], passage, new Float32Array(UNITS)),
          ]);
          return scores.sort((a, b) => b - a)[passages * UNITS - 1] ?? Number.NaN;
        });
        for (const bar of bars) expect(bar).toBeCloseTo(bars[0] ?? Number.NaN, 4);
        expect(Math.min(...shared.map(({ lift }) => lift))).toBe(0);
      },
    ),
  );
});

it('lifts nobody where one question is asked', () => {
  expect(shareEvenly([ranked([1, 2, 3], 0)], 10)).toMatchObject([{ lift: 0 }]);
});
