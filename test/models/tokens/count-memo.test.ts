import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CountMemo } from '../../../src/models/tokens/count-memo.ts';
import { HashedBytes } from '../../../src/models/tokens/hashed-bytes.ts';

it('gives the count of these very bytes, or none', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      const memo = new CountMemo(4);
      const text = new HashedBytes();
      for (const added of keys) {
        text.take(added, 0, added.length);
        memo.set(text.bytes, text.length, text.hash, added.length);
        if (added.length <= 30) expect(memo.get(text.bytes, text.length, text.hash)).toBe(added.length);
        for (const asked of keys) {
          text.take(asked, 0, asked.length);
          expect([0, asked.length]).toContain(memo.get(text.bytes, text.length, text.hash));
        }
      }
    }),
  );
});
