import { describe, expect, it } from 'vitest';
import { memoise } from '../../../src/models/tokens/memo.ts';
import { defaultTokenizer, tokenCounter, tokenizerNames } from '../../../src/models/tokens/token-counters.ts';

describe('tokenCounter', () => {
  it.each(tokenizerNames)('knows %s', async (name) => {
    const counter = await tokenCounter(name);
    expect(counter.name).toBe(name);
    expect(counter.count('')).toBe(0);
    expect(counter.count('Hello, world!')).toBe(4);
  });

  it('has a default', () => {
    expect(tokenizerNames).toContain(defaultTokenizer);
  });

  it('lists what it knows when asked for something else', async () => {
    await expect(tokenCounter('gpt-9')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('gpt-9'),
      hint: expect.stringContaining('o200k_base'),
    });
  });
});

describe('memoise', () => {
  it('counts a short text once and a long text each time', () => {
    const { count, calls } = lengths();
    const remembered = memoise(count);
    const long = 'x'.repeat(1000);
    for (const text of ['a', 'a', '', '', long, long]) expect(remembered(text)).toBe(text.length);
    expect(calls).toEqual(['a', '', long, long]);
  });

  it('forgets when it knows too many, and stays right', () => {
    const { count, calls } = lengths();
    const remembered = memoise(count, 3);
    const texts = ['a', 'bb', 'ccc', 'dddd', 'a', 'dddd'];
    expect(texts.map((text) => remembered(text))).toEqual(texts.map((text) => text.length));
    expect(calls).toEqual(['a', 'bb', 'ccc', 'dddd', 'a']);
  });
});

function lengths(): { count: (text: string) => number; calls: string[] } {
  const calls: string[] = [];
  const count = (text: string): number => {
    calls.push(text);
    return text.length;
  };
  return { count, calls };
}
