import { describe, expect, it } from 'vitest';
import { resultsCsv } from '../../src/evaluation/csv.ts';
import { parseRequirement, shortfalls } from '../../src/evaluation/requirement.ts';
import { compareSettings, summarise } from '../../src/evaluation/summary.ts';
import { sampleResult, sampleResults } from './sample-results.ts';

describe('a summary', () => {
  it('has a point for each ratio of each curve, with the means of the rows', () => {
    const { uncompressed, curves } = summarise([
      sampleResult({ row: '1', level: null, ratio: 1, inferSeconds: 2 }),
      sampleResult({ row: '2', level: null, ratio: 1, inferSeconds: 2 }),
      sampleResult({ row: '1', level: 6, ratio: 4, survival: 1, compressSeconds: 1, inferSeconds: 0.5 }),
      sampleResult({ row: '2', level: 6, ratio: 4, survival: 0, compressSeconds: 3, inferSeconds: 0.5 }),
      sampleResult({ row: '1', level: 6, ratio: 2, survival: null }),
      sampleResult({ row: '1', level: 1, ratio: 4, isAsked: false, survival: 0.5 }),
    ]);
    expect(uncompressed).toMatchObject({ rows: 2, inferSeconds: 2, compressSecondsPerThousand: null });
    expect(curves.map(({ level, isAsked }) => [level, isAsked])).toEqual([
      [6, true],
      [1, false],
    ]);
    const [two, four] = curves[0]?.points ?? [];
    expect(two?.measures.survival).toBeUndefined();
    expect(four).toMatchObject({ ratio: 4, rows: 2, paid: 0.5, inferSeconds: 0.5, reachedRatio: 4 });
    expect(four?.measures.survival).toMatchObject({ mean: 0.5, count: 2 });
    expect(four?.compressSecondsPerThousand).toBeCloseTo(2, 9);
  });

  it('compares settings on the rows that both have', () => {
    const comparisons = compareSettings(sampleResults());
    const named = comparisons.map(({ first, second, measure }) => [
      first.level,
      second.level,
      second.isAsked,
      measure,
    ]);
    expect(named).toContainEqual([1, 6, true, 'survival']);
    expect(named).toContainEqual([null, 6, true, 'subspan']);
    expect(named).toContainEqual([6, 6, true, 'survival']);
    for (const { differences } of comparisons)
      for (const { difference } of differences) expect(difference.count).toBeGreaterThan(0);
  });
});

describe('a requirement', () => {
  const summary = summarise([
    sampleResult({ row: '1', level: 6, ratio: 4, survival: 1 }),
    sampleResult({ row: '2', level: 6, ratio: 4, survival: 0.8 }),
    sampleResult({ row: '1', level: 1, ratio: 4, survival: 0.5 }),
  ]);

  it('holds for every setting, or names those that fall short', () => {
    expect(shortfalls(summary, [parseRequirement('survival@4>=0.5')])).toEqual([]);
    const [missed, ...more] = shortfalls(summary, [parseRequirement(' survival @ 4 >= .9 ')]);
    expect(missed).toMatchObject({ curve: 'level 1, question known', mean: 0.5 });
    expect(more).toEqual([]);
  });

  it('that nothing was measured for is an error', () => {
    for (const text of ['survival@5>=0.5', 'gold@4>=0.5'])
      expect(() => shortfalls(summary, [parseRequirement(text)])).toThrow(/could be judged/);
  });

  it.each(['survival', 'survival@4', 'survival@4>0.9', 'luck@4>=0.9', 'survival@1>=1', 'survival@4>=95', ''])(
    'is not %j',
    (text) => {
      expect(() => parseRequirement(text)).toThrow(/MEASURE@RATIO>=SHARE/);
    },
  );
});

describe('CSV', () => {
  it('quotes what needs it, and gives no formula to a spreadsheet', () => {
    const said = '=1+1, "so"\nhe said';
    const csv = resultsCsv([sampleResult({ row: '-7', level: 6, ratio: 4, said, metadata: { depth: 0.5 } })]);
    const [head, line] = csv.split('\r\n');
    expect(head?.split(',').at(-1)).toBe('depth');
    expect(line).toContain(`,"'=1+1, ""so""\nhe said",0.5`);
    expect(line).toMatch(/^task,'-7,6,true,4,/);
  });
});
