import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerRange, normalizedAnswer } from '../../../src/models/engines/answer-text.ts';

/** The answer that the marked part of a text makes. */
function answerOf(marked: string): string | undefined {
  const start = marked.indexOf('[[');
  const end = marked.indexOf(']]') - 2;
  const text = marked.replace('[[', '').replace(']]', '');
  const range = answerRange(text, start, end);
  return range && text.slice(...range);
}

describe('answerRange', () => {
  it.each([
    ['at the [[North]]ampton mill', 'Northampton'],
    ['the unfore[[seen]] cost', 'unforeseen'],
    ['paid [[$5]].25 million', '$5.25'],
    ['about 1[[,234]],500 people', '1,234,500'],
    ['[[, in 1862,]] he left', 'in 1862'],
    ['a rise of [[12.5 %]].', '12.5 %'],
    ['it fell to [[-40]] degrees', '-40'],
    ['named [["The Wren"]] at sea', 'The Wren'],
    ['calls [[parse(text)]] twice', 'parse(text)'],
    ['see [[(the annex)]] below', 'the annex'],
    ['in the [[U.S.]] alone', 'U.S.'],
    ['ended in [[Rome.]] Then', 'Rome'],
    ['the file [[/etc/hosts]], once', '/etc/hosts'],
    ['首都は[[東京]]です', '東京'],
  ])('makes of %s: %s', (marked, answer) => {
    expect(answerOf(marked)).toBe(answer);
  });

  it('has no answer in punctuation', () => {
    expect(answerOf('wait [[...]] what')).toBeUndefined();
  });

  it('does not swallow a very long word', () => {
    const range = answerRange('a'.repeat(10_000), 4000, 4010);
    expect(range).toEqual([4000, 4010]);
  });

  it('never splits a character or leaves the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), fc.nat(40), (text, a, b) => {
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const range = answerRange(text, start, end);
        if (range === undefined) return;
        expect(0 <= range[0] && range[0] < range[1] && range[1] <= text.length).toBe(true);
        const answer = text.slice(...range);
        expect(Buffer.from(answer).toString()).toBe(answer);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('normalizedAnswer', () => {
  it('ignores case, articles, punctuation and spacing, but not the figures', () => {
    expect(normalizedAnswer('The  “Grey Heron”')).toBe(normalizedAnswer('grey heron'));
    expect(normalizedAnswer('5%')).not.toBe(normalizedAnswer('5'));
  });
});
