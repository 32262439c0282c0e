import { describe, expect, it } from 'vitest';
import { type Violation, violations } from '../../../src/stages/guard/guard-check.ts';
import { ALL_GUARDS } from '../../../src/stages/guard/guards.ts';

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

  it('does not join lines that stand for themselves', async () => {
    expect(await check('count = 5\nmin = 3', [[0, 9]], 9, true)).toEqual([]);
  });
});
