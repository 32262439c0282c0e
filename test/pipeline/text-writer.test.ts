import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWriter } from '../../src/pipeline/text-writer.ts';

describe('textWriter', () => {
  it('writes the bytes of the whole text however it is split, also within a surrogate pair', async () => {
    const piece = fc.string({
      unit: fc.constantFrom('a', 'é', '\ud83c', '\udf0a', 'x'.repeat(9000)),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const chunks: Uint8Array[] = [];
        const writer = textWriter(async (bytes) => {
          chunks.push(bytes);
        });
        for (const one of pieces) await writer.write(one);
        await writer.flush();
        expect(Buffer.concat(chunks).equals(Buffer.from(pieces.join(''), 'utf8'))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps bytes in their place between texts', async () => {
    const chunks: Uint8Array[] = [];
    const writer = textWriter(async (bytes) => {
      chunks.push(bytes.slice());
    });
    await writer.write('a');
    await writer.writeBytes(new Uint8Array([0xff]));
    await writer.write('b');
    await writer.flush();
    expect(Buffer.concat(chunks)).toEqual(Buffer.from([0x61, 0xff, 0x62]));
  });

  it('hands over in chunks instead of holding everything', async () => {
    let largest = 0;
    const writer = textWriter(async (bytes) => {
      largest = Math.max(largest, bytes.length);
    });
    for (let i = 0; i < 5000; i++) await writer.write('x'.repeat(100));
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThan(100_000);
  });
});
