import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { Joiner } from '../../../src/stages/assemble/joiner.ts';
import { DroppedRun } from '../../../src/stages/fill/dropped-run.ts';
import type { Passage } from '../../../src/stages/segment/passage.ts';

const passage = (text: string, unitKind: Passage['unitKind'] = 'word'): Passage => ({
  document: 0,
  index: 0,
  start: charOffset(0),
  text,
  unitKind,
  title: '',
});

/** What is written of a kept unit, the dropped passages, and another kept unit. */
function joinedOver(dropped: readonly Passage[], kind: Passage['unitKind'], isFirst: boolean): string {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const joiner = new Joiner({ source: write, gap: write });
  const units = { count: 1, cores: new Uint32Array(1), ends: Uint32Array.of(1), marks: new Uint8Array(1) };
  if (!isFirst) joiner.passage(passage('a ', kind), units, Uint8Array.of(1));
  for (const one of dropped) joiner.drop(one);
  joiner.passage(passage('z', kind), units, Uint8Array.of(1));
  joiner.end();
  return written.join('');
}

const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r\n'), maxLength: 6 });
const anyPassage = fc
  .tuple(fc.constantFrom('', 'word', ' two words'), space)
  .map(([word, tail]) => word + tail)
  .filter((text) => text !== '')
  .map((text) => passage(text));
const runOf = (passages: readonly Passage[]): DroppedRun => {
  const run = new DroppedRun();
  for (const one of passages) run.add(one);
  return run;
};

describe('a run of dropped passages', () => {
  it('joins its neighbours as the passages themselves would, also if it was made of runs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyPassage, { maxLength: 5 }), { maxLength: 4 }),
        fc.constantFrom('word' as const, 'line' as const),
        fc.boolean(),
        (groups, kind, isFirst) => {
          const whole = joinedOver(groups.flat(), kind, isFirst);
          expect(joinedOver(runOf(groups.flat()).passages, kind, isFirst)).toBe(whole);
          const merged = runOf(groups.flatMap((group) => runOf(group).passages));
          expect(joinedOver(merged.passages, kind, isFirst)).toBe(whole);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['before any word', []],
    ['behind a word', [passage('word')]],
  ])('holds a bounded piece of endless white space %s, with its blank line', (_, first) => {
    const run = runOf(first);
    for (let at = 0; at < 3000; at += 1) run.add(passage(at === 1500 ? '\n \n' : ' '.repeat(1000)));
    const held = run.passages.map(({ text }) => text).join('');
    expect(held.length).toBeLessThan(5000);
    expect(held.split('\n')).toHaveLength(3);
  });
});
