import { describe, expect, it } from 'vitest';
import { openResources } from '../../../src/compress/resources.ts';
import { Query } from '../../../src/stages/rank/query.ts';
import { TermHits } from '../../../src/stages/rank/term-hits.ts';
import type { Passage, Units } from '../../../src/stages/segment/passage.ts';

await using resources = await openResources({ level: 1 });

/** What each line is worth for a question; every term is as rare as the others. */
function worth(question: string | readonly string[], lines: readonly string[]): number[] {
  const text = lines.join('\n');
  const ends = lines.map((_, at) => lines.slice(0, at + 1).join('\n').length);
  const cores = ends.map((end, at) => end - (lines[at] ?? '').length);
  const hits = new TermHits(new Query(question, resources.background), {
    idf: () => 1,
  } as unknown as ConstructorParameters<typeof TermHits>[1]);
  const units = { count: lines.length, cores, ends } as unknown as Units;
  return [...hits.of({ text } as Passage, units)];
}

describe('what the question asks for in a line', () => {
  it('is worth more where it is a name', () => {
    expect(
      worth('Where is getUserName called with a token?', ['getUserName()', 'a token', 'nothing']),
    ).toEqual([8, 1, 0]);
    expect(worth('What sets max_size?', ['max_size = 3', 'max size'])).toEqual([8, 0]);
    expect(worth('What does error E1042 mean?', ['E1042 at start', 'an error'])).toEqual([8, 1]);
    expect(worth('Who made TypeAdapterFactory?', ['class TypeAdapterFactory'])).toEqual([8]);
  });

  it('is no name for its capital, or for its digits alone', () => {
    expect(worth('What did Ottoline do in 1862?', ['Ottoline', '1862'])).toEqual([1, 1]);
  });

  it('counts each term once, and the question that has most', () => {
    expect(worth(['aToken of bToken', 'crane'], ['aToken aToken', 'aToken bToken', 'crane'])).toEqual([
      8, 16, 1,
    ]);
  });
});
