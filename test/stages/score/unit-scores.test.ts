import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { PROTECTED_LEVEL, REPEATED_LEVEL } from '../../../src/stages/allocate/histogram.ts';
import { PiecePlacement } from '../../../src/stages/score/encoder.ts';
import { quantise } from '../../../src/stages/score/scale.ts';
import { UnitScores } from '../../../src/stages/score/unit-scores.ts';
import type { Units } from '../../../src/stages/segment/passage.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';
import { anyText } from '../../compress/sample-texts.ts';

function unitsWith(marks: readonly number[]): Units {
  const cores = Uint32Array.from(marks, (_, at) => at * 2);
  return { count: marks.length, cores, ends: cores.map((core) => core + 1), marks: Uint8Array.from(marks) };
}

function take(
  marks: readonly number[],
  scores: readonly (readonly [number, number])[],
  unitKind: 'word' | 'line' = 'word',
) {
  const passage = { document: 0, index: 0, start: charOffset(0), title: '', text: '', unitKind };
  const gathered = new UnitScores(passage, unitsWith(marks));
  for (const [unit, score] of scores) gathered.add(unit, score);
  return [...gathered.take()];
}

describe('unit scores', () => {
  it('are those of the best word', () => {
    expect(
      take(
        [0, 0, 0],
        [
          [0, 1],
          [0, 3],
          [0, 2],
          [2, -5],
        ],
      ),
    ).toEqual([3, -30, -5]);
  });

  it('of lines lie between the best and the mean', () => {
    expect(
      take(
        [0, 0],
        [
          [0, 4],
          [0, 0],
          [0, 2],
        ],
        'line',
      ),
    ).toEqual([3, -30]);
  });
});

describe('pieces', () => {
  it('belong to the unit that they begin in, or in the white space before', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('word' as const, 'line' as const), (text, unitKind) => {
        const units = unitsOf({ text: text.slice(0, 1600), unitKind });
        const starts = Uint32Array.from([...text.slice(0, 1600).matchAll(/\S\S?/gu)], ({ index }) => index);
        const placement = new PiecePlacement(
          { count: starts.length, starts, ends: starts, ids: new Int32Array(0), types: new Uint8Array(0) },
          units,
        );
        for (const [piece, start] of starts.entries()) {
          const wanted = units.ends.findIndex((end) => end > start);
          expect(placement.unitOf(piece)).toBe(wanted < 0 ? Math.max(0, units.count - 1) : wanted);
        }
      }),
    );
  });
});

describe('a level', () => {
  it('rises with the score, and leaves the highest to what is protected and the lowest to what is repeated', () => {
    const scale = { lowest: -12, highest: 6 };
    const score = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(
      fc.property(score, score, (a, b) => {
        expect(Math.sign(quantise(a, scale) - quantise(b, scale)) * Math.sign(a - b)).toBeGreaterThanOrEqual(
          0,
        );
        expect(quantise(a, scale)).toBeGreaterThan(REPEATED_LEVEL);
        expect(quantise(a, scale)).toBeLessThan(PROTECTED_LEVEL);
      }),
    );
    expect([-12, 6].map((end) => quantise(end, scale))).toEqual([1, PROTECTED_LEVEL - 1]);
    expect([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map((end) => quantise(end, scale))).toEqual([
      1,
      PROTECTED_LEVEL - 1,
    ]);
  });
});
