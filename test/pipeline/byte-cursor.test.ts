import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCursor } from '../../src/pipeline/byte-cursor.ts';

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[], onEnd?: () => void) {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  try {
    for (const [at, end] of places.slice(1).entries()) yield bytes.subarray(places[at], end);
  } finally {
    onEnd?.();
  }
}

describe('a byte cursor', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });

  it('gives the bytes in order by any lengths, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.array(fc.nat(), { maxLength: 10 }),
        fc.array(fc.nat(40)),
        async (all, cuts, lengths) => {
          await using cursor = new ByteCursor(chunksOf(all, cuts));
          let at = 0;
          for (const length of lengths) {
            if (at + length > all.length) break;
            expect([...(await cursor.take(length))]).toEqual([...all.subarray(at, at + length)]);
            at += length;
          }
        },
      ),
    );
  });

  it('throws where fewer are left', async () => {
    const cursor = new ByteCursor(chunksOf(Uint8Array.of(1, 2, 3), [1]));
    await cursor.take(2);
    expect(await cursor.isAtEnd()).toBe(false);
    await expect(cursor.take(4)).rejects.toThrow('3 bytes are missing');
  });

  it('knows where it ends, also after chunks without a byte', async () => {
    const cursor = new ByteCursor(chunksOf(Uint8Array.of(1, 2), [0, 2, 2]));
    expect(await cursor.isAtEnd()).toBe(false);
    await cursor.take(2);
    expect(await cursor.isAtEnd()).toBe(true);
  });

  it('closes its source', async () => {
    let ended = 0;
    const cursor = new ByteCursor(chunksOf(new Uint8Array(10), [3, 6], () => (ended += 1)));
    await cursor.take(4);
    await cursor[Symbol.asyncDispose]();
    expect(ended).toBe(1);
  });
});
