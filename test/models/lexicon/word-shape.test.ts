import { describe, expect, it } from 'vitest';
import { shapeKind, wordShape } from '../../../src/models/lexicon/word-shape.ts';
import { WordReader } from '../../../src/models/lexicon/words.ts';

function shape(word: string, share = 0, startsSentence = false): number {
  const reader = new WordReader();
  reader.next(word, 0, word.length);
  return wordShape(reader, word, share, startsSentence);
}

describe('shapes', () => {
  it.each([
    ['the', 0.5, 0],
    ['year', 0.05, 1],
    ['harbour', 0.005, 2],
    ['zyzzyva', 0, 3],
    ['über', 0, 3],
    ['漢字', 0, 3],
    ['The', 0.5, 4],
    ['Zyzzyva', 0, 7],
    ['US', 0.05, 12],
    ['NATO', 0, 13],
    ['F', 0, 14],
    ['iPhone', 0, 16],
    ['7', 0, 17],
    ['12', 0, 18],
    ['800', 0, 19],
    ['1907', 0, 20],
    ['2031', 0, 20],
    ['2600', 0, 21],
    ['0700', 0, 21],
    ['12345', 0, 22],
    ['19th', 0, 23],
    ['٣٤', 0, 23],
    ['B52', 0, 24],
    ['snake_case', 0, 25],
    ['x_1', 0, 24],
  ])('of %s, in a share of %d, is %d', (word, share, wanted) => {
    expect(shape(word, share)).toBe(wanted);
  });

  it('of capitals at the start of a sentence are others', () => {
    expect(shape('The', 0.5, true)).toBe(8);
    expect(shape('Zyzzyva', 0, true)).toBe(11);
    expect(shape('A', 0.5, true)).toBe(15);
    expect(shape('NATO', 0, true)).toBe(13);
    expect(shape('the', 0.5, true)).toBe(0);
  });

  it('are of four kinds', () => {
    const kinds = ['the', 'Zyzzyva', 'iPhone', '7', 'B52', 'snake_case'].map((word) =>
      shapeKind(shape(word)),
    );
    expect(kinds).toEqual([0, 1, 1, 2, 2, 3]);
  });
});
