import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { PROTECTED_LEVEL } from '../../../src/stages/allocate/histogram.ts';
import { unitLevels } from '../../../src/stages/allocate/levels.ts';

const scale = { lowest: -10, highest: 10 };

function levels(
  scores: readonly number[],
  options: {
    readonly marks?: readonly number[];
    readonly costs?: readonly number[];
    readonly unitKind?: 'word' | 'line';
  } = {},
): number[] {
  const { marks = scores.map(() => 0), costs = scores.map(() => 1), unitKind = 'word' } = options;
  const cores = Uint32Array.from(scores, (_, at) => at * 2);
  const units = {
    count: scores.length,
    cores,
    ends: cores.map((core) => core + 1),
    marks: Uint8Array.from(marks),
  };
  const passage = { document: 0, index: 0, start: charOffset(0), title: '', text: '', unitKind };
  return [
    ...unitLevels({ passage, units }, Float32Array.from(scores), Uint32Array.from(costs), {
      scale,
      minPassage: 0,
    }),
  ];
}

describe('levels', () => {
  it('rise with the score and stay below the protected one', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { maxLength: 30 }), (scores) => {
        const sorted = [...scores].sort((a, b) => a - b);
        const found = levels(sorted);
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect(Math.max(0, ...found)).toBeLessThan(PROTECTED_LEVEL);
      }),
    );
  });

  it('of words fall with their cost, and of lines do not', () => {
    const costs = [1, 2, 4, 8];
    const words = levels([1, 1, 1, 1], { costs });
    expect(words).toEqual([...new Set(words)].sort((a, b) => b - a));
    expect(words).toHaveLength(4);
    expect(new Set(levels([1, 1, 1, 1], { costs, unitKind: 'line' })).size).toBe(1);
  });

  it('of punctuation are the lesser of the words on both sides', () => {
    const [first, mark, , second] = levels([3, 9, 9, 1], { marks: [0, 1, 1, 0] });
    expect(mark).toBe(Math.min(first ?? 0, second ?? 0));
    const edge = levels([9, 2, 9], { marks: [1, 0, 1] });
    expect(edge).toEqual([edge[1], edge[1], edge[1]]);
    expect(levels([4, 4], { marks: [1, 1] })).toEqual([1, 1]);
  });

  it('of what is repeated are the lowest, and take no mark of other words along', () => {
    const repeated = Number.NEGATIVE_INFINITY;
    const [word, stop, , own] = levels([3, 9, repeated, repeated], { marks: [0, 1, 0, 1] });
    expect(stop).toBe(word);
    expect(levels([3, 9, repeated, repeated], { marks: [0, 1, 0, 1] }).slice(2)).toEqual([0, 0]);
    expect(own).toBe(0);
  });

  it('never rank punctuation above a word beside it, whatever words cost', () => {
    const marks = fc.array(fc.constantFrom(0, 0, 1), { maxLength: 30 });
    const number = fc.infiniteStream(fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(marks, number, (some, numbers) => {
        const next = () => numbers.next().value ?? 1;
        const found = levels(some.map(next), { marks: some, costs: some.map(next) });
        for (const [unit, mark] of some.entries()) {
          if (mark === 0) continue;
          const before = some.findLastIndex((other, at) => at < unit && other === 0);
          const after = some.findIndex((other, at) => at > unit && other === 0);
          for (const neighbour of [before, after])
            if (neighbour >= 0) expect(found[unit]).toBeLessThanOrEqual(found[neighbour] ?? 0);
        }
      }),
    );
  });
});
