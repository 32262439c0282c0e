import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, padRight, textWidth, wrap } from '../../src/pipeline/text-width.ts';

const texts = fc.string({ unit: 'grapheme', maxLength: 20 });

describe('textWidth', () => {
  it.each([
    ['plain', 5],
    ['Straße', 6],
    ['e\u0301', 1],
    ['日本', 4],
    ['한글', 4],
    ['😀!', 3],
    ['ａ', 2],
    ['│╌█', 3],
    ['', 0],
  ])('of %j is %d columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('clip, padRight and wrap', () => {
  it('keep to the width', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 20 }), (text, width) => {
        const clipped = clip(text, width);
        expect(textWidth(clipped)).toBeLessThanOrEqual(width);
        if (clipped !== text)
          expect(text.startsWith(clipped.slice(0, -1)) && clipped.endsWith('…')).toBe(true);
        expect(textWidth(padRight(clipped, width))).toBe(width);
      }),
    );
  });

  it('set words in as few lines as fit, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/)),
        fc.integer({ min: 12, max: 40 }),
        (words, width) => {
          const lines = wrap(words, ' · ', width);
          expect(lines.flatMap((line) => line.split(' · '))).toEqual(words);
          expect(lines.every((line) => line.length <= width)).toBe(true);
          for (const [index, line] of lines.slice(1).entries()) {
            expect(`${lines[index]} · ${line.split(' · ')[0]}`.length).toBeGreaterThan(width);
          }
        },
      ),
    );
  });
});
