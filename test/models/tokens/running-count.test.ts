import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { RunningCount } from '../../../src/models/tokens/running-count.ts';
import { tokenCounter } from '../../../src/models/tokens/token-counters.ts';

const piece = fc.oneof(
  fc.constantFrom('word ', ' word', '  ', '\n\n', '12', '.', '"\n', '漁港', ' a b c', '👩‍👩‍👧‍👦', 'ab', '\t'),
  fc.lorem({ maxCount: 3 }),
);

describe('a running count', () => {
  it('is that of the whole text so far, after each piece and before the next', async () => {
    const counter = await tokenCounter('o200k_base');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const count = new RunningCount(counter);
        let text = '';
        for (const next of pieces) {
          text += next;
          const expected = encode(text).length;
          expect(count.with(next)).toBe(expected);
          count.push(next);
          expect(count.total).toBe(expected);
          expect(count.with('')).toBe(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('counts with counters that have no borders as well', () => {
    const count = new RunningCount({ name: 'characters', count: (text) => text.length });
    for (const text of ['one ', 'two', 'x'.repeat(150_000)]) count.push(text);
    expect(count.total).toBe(150_007);
  });
});
