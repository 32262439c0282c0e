import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoppedText } from '../../../../src/models/engines/llama/stopped-text.ts';

function pass(pieces: readonly string[], stops: readonly string[]) {
  const shown: string[] = [];
  const text = new StoppedText(stops, (piece) => shown.push(piece));
  for (const piece of pieces) text.add(piece);
  return { whole: text.end(), shown, isStopped: text.isStopped };
}

describe('StoppedText', () => {
  it('ends before the first stop, also one that comes in pieces', () => {
    expect(pass(['one\n', '\nQues', 'tion: two'], ['\nQuestion:', '\n\n'])).toEqual({
      whole: 'one',
      shown: ['one'],
      isStopped: true,
    });
  });

  it('shows in the end what only looked like a stop', () => {
    expect(pass(['one\nQues', '', 't'], ['\nQuestion:'])).toEqual({
      whole: 'one\nQuest',
      shown: ['one', '\nQuest'],
      isStopped: false,
    });
  });

  it('gives the same text however it is divided', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'ab', 'ba'), { maxLength: 12 });
    const stops = fc.array(fc.constantFrom('aa', 'abb', 'bab', 'bbbb'), { maxLength: 3 });
    fc.assert(
      fc.property(letters, stops, (pieces, given) => {
        const text = pieces.join('');
        const ends = given.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
        const expected = ends.length === 0 ? text : text.slice(0, Math.min(...ends));
        const { whole, shown } = pass(pieces, given);
        expect([whole, shown.join('')]).toEqual([expected, expected]);
      }),
    );
  });
});
