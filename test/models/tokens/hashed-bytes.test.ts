import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HashedBytes, hashOf } from '../../../src/models/tokens/hashed-bytes.ts';

const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const text = fc.oneof(
  fc.string({ maxLength: 2000 }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit }),
  fc.string({
    unit: fc.constantFrom('a', '\u007f', '\u0080', '\u07ff', '\u0800', '\uffff', '😀', '\ud800', '\udc00'),
  }),
);

it('gives the bytes that Node gives, and their hash', () => {
  const taken = new HashedBytes();
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (whole, one, other) => {
      const [start = 0, end = 0] = [one, other].map((at) => at % (whole.length + 1)).sort((a, b) => a - b);
      taken.take(whole, start, end);
      const bytes = taken.bytes.subarray(0, taken.length);
      expect([...bytes]).toEqual([...Buffer.from(whole.slice(start, end))]);
      expect(taken.hash).toBe(hashOf(Buffer.from(`..${whole.slice(start, end)}`), 2, 2 + bytes.length));
    }),
    { numRuns: 2000 },
  );
});
