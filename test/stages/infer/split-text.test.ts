import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../../src/stages/infer/split-text.ts';

/** Letters cheap, other characters dear, as real tokenizers have it. */
function count(text: string): number {
  return Math.ceil([...text].reduce((sum, character) => sum + (/[a-z ]/.test(character) ? 0.25 : 2), 0));
}

const texts = fc.array(fc.constantFrom('word ', 'end. ', 'line\n', '日本', '😀', 'x'.repeat(40), ' '), {
  maxLength: 60,
});

describe('splitText', () => {
  it('tiles the text with ranges within the limit that split no character', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 40 }), async (parts, maxTokens) => {
        const text = parts.join('');
        const ranges = await splitText(text, maxTokens, count);
        expect(ranges.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (const { start, end, tokens } of ranges) {
          const part = text.slice(start, end);
          expect(tokens).toBe(count(part));
          expect(tokens <= maxTokens || [...part].length === 1).toBe(true);
          expect(Buffer.from(part).toString()).toBe(part);
        }
      }),
    );
  });

  it('cuts after lines, else sentences, else words', async () => {
    const firstOf = async (text: string) => {
      const [first] = await splitText(text, 8, ({ length }) => Math.ceil(length / 4));
      return text.slice(first?.start, first?.end);
    };
    expect(await firstOf('one two three. four\nfive six seven')).toBe('one two three. four\n');
    expect(await firstOf('one two three four. five six seven')).toBe('one two three four. ');
    expect(await firstOf('one two three four five six seven')).toBe('one two three four five ');
  });
});
