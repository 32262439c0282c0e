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
  it('tiles the text with ranges within the limit that split no character', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (parts, maxTokens) => {
        const text = parts.join('');
        const ranges = splitText(text, maxTokens, count);
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

  it('cuts after lines, else sentences, else words', () => {
    const cut = (text: string) =>
      splitText(text, 8, ({ length }) => Math.ceil(length / 4)).map(({ start, end }) =>
        text.slice(start, end),
      );
    expect(cut('one two three. four\nfive six seven')[0]).toBe('one two three. four\n');
    expect(cut('one two three four. five six seven')[0]).toBe('one two three four. ');
    expect(cut('one two three four five six seven')[0]).toBe('one two three four five ');
  });
});
