import { describe, expect, it } from 'vitest';
import { type Violation, violations } from '../../../src/stages/guard/guard-check.ts';
import { ALL_GUARDS } from '../../../src/stages/guard/guards.ts';
import { Segmenter } from '../../../src/stages/segment/segmenter.ts';

async function* chunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function* all<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function check(
  text: string,
  kept: [number, number][],
  size = 1000,
  isLines = false,
): Promise<Violation[]> {
  const found: Violation[] = [];
  const document = { text: chunks(text, size), kept: all(kept), isLines };
  for await (const violation of violations(document, ALL_GUARDS)) found.push(violation);
  return found;
}

describe('the check of guards', () => {
  const text = 'they did not agree';

  it('finds a span of which a part is kept', async () => {
    expect(await check(text, [[0, 8]])).toEqual([{ guard: 'negations', offset: 5, text: 'did not agree' }]);
    expect(
      await check(text, [
        [0, 4],
        [13, 18],
      ]),
    ).toHaveLength(1);
  });

  it('is content where it is kept whole or dropped whole, in one piece or several', async () => {
    expect(await check(text, [[0, 18]])).toEqual([]);
    expect(
      await check(text, [
        [0, 4],
        [5, 8],
        [9, 18],
      ]),
    ).toEqual([]);
    expect(await check(text, [[0, 4]])).toEqual([]);
    expect(await check(text, [])).toEqual([]);
  });

  it('gives offsets in long texts, whatever the chunks', async () => {
    const long = `${'word and word. '.repeat(20_000)}It cost € 5 million. ${'word and word. '.repeat(9_000)}`;
    const at = long.indexOf('5');
    for (const size of [777, 65_536, long.length])
      expect(await check(long, [[0, at + 1]], size)).toEqual([
        { guard: 'numbers', offset: at, text: '5 million' },
      ]);
  });

  it('takes a line for the end of a paragraph at the length at which texts are divided there', async () => {
    const joined = async (length: number) => {
      const line = `${'word '.repeat(40).slice(0, length - 4)} Ann`;
      const text = `${'word. '.repeat(60)}\n\n${line}\nLee came. ${'word. '.repeat(150)}\n`;
      const end = text.indexOf('Ann') + 3;
      const segmenter = new Segmenter({ document: 0, firstIndex: 0, mediaType: 'text/plain' });
      const starts = [...segmenter.push(text), ...segmenter.end()].map(({ start }) => Number(start));
      expect(await check(text, [[0, end]])).toHaveLength(starts.includes(end + 1) ? 0 : 1);
      return !starts.includes(end + 1);
    };
    const lengths = [100, 118, 119, 120, 121, 122, 130];
    expect(await Promise.all(lengths.map(joined))).toEqual(lengths.map((length) => length < 120));
  });

  it('does not join lines that stand for themselves', async () => {
    expect(await check('count = 5\nmin = 3', [[0, 9]], 9, true)).toEqual([]);
  });
});
