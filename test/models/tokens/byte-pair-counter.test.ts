import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BytePairCounter } from '../../../src/models/tokens/byte-pair-counter.ts';
import type { RankTable } from '../../../src/models/tokens/byte-ranks.ts';

const letters = 'abcé';
/** All single bytes, then joints of what is there already: what training would give for some text. */
const table = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 }).map((joints) => {
  const tokens = [...Buffer.from(letters)].map((byte) => [byte]);
  for (const [left, right] of joints) {
    const joined = [tokens[left % tokens.length] ?? [], tokens[right % tokens.length] ?? []].flat();
    if (!tokens.some((token) => token.join() === joined.join())) tokens.push(joined);
  }
  return tokens;
});

it('joins the pair of the lowest rank first, in short and in long texts', () => {
  const text = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(table, fc.array(text, { minLength: 1 }), (tokens, texts) => {
      const counter = new BytePairCounter(tokens);
      // Twice: the second time some counts are remembered.
      for (const whole of [...texts, ...texts]) {
        expect(counter.count(whole, 0, whole.length)).toBe(naiveCount(tokens, whole));
        const [start, end] = [whole.length >> 2, whole.length - (whole.length >> 2)];
        if (start < end)
          expect(counter.count(whole, start, end)).toBe(naiveCount(tokens, whole.slice(start, end)));
      }
    }),
    { numRuns: 200 },
  );
});

it('takes tokens as text or as bytes, and ranks without a token', () => {
  const sparse: (string | number[])[] = ['a', 'b', 'é', [0xc3], [0xa9]];
  sparse[9] = 'ab';
  const counter = new BytePairCounter(sparse);
  expect(counter.count('abé', 0, 3)).toBe(2);
  expect(counter.count('ba', 0, 2)).toBe(2);
});

/** The textbook way. */
function naiveCount(tokens: RankTable, text: string): number {
  const ranks = new Map(tokens.map((token, rank) => [[...token].join(), rank]));
  const parts = [...Buffer.from(text)].map((byte) => [byte]);
  const rankAt = (at: number) => ranks.get([parts[at], parts[at + 1]].flat().join()) ?? Infinity;
  for (;;) {
    let best = 0;
    for (let at = 1; at + 1 < parts.length; at++) if (rankAt(at) < rankAt(best)) best = at;
    if (parts.length < 2 || rankAt(best) === Infinity) return parts.length;
    parts.splice(best, 2, [parts[best] ?? [], parts[best + 1] ?? []].flat());
  }
}
