import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextSpool } from '../../src/pipeline/text-spool.ts';
import { collect } from './probes.ts';

const codeUnits = fc
  .array(
    fc.oneof(
      fc.nat(0xffff),
      fc.integer({ min: 0xd800, max: 0xdfff }),
      fc.constantFrom(0, 0x0a, 0xfeff, 0xfffe, 0xfffd),
    ),
    { maxLength: 200 },
  )
  .map((units) => String.fromCharCode(...units));

describe('TextSpool', () => {
  it('gives back every code unit, lone surrogates and byte order marks included, however it was split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(codeUnits, fc.constantFrom(1, 1, 1, 100, 3000)), { maxLength: 8 }),
        fc.constantFrom(0, 500, 2 ** 20),
        async (parts, limit) => {
          await using spool = new TextSpool({ limit });
          const texts = parts.map(([text, times]) => text.repeat(times));
          for (const text of texts) spool.append(text);
          expect(spool.length).toBe(texts.join('').length);
          expect((await collect(spool.read())).join('') === texts.join('')).toBe(true);
          spool.append('and more');
          expect((await collect(spool.read())).join('') === `${texts.join('')}and more`).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never divides a surrogate pair between two chunks', async () => {
    await using spool = new TextSpool();
    const text = `x${'😀'.repeat(400_000)}`;
    for (let at = 0; at < text.length; at += 777) spool.append(text.slice(at, at + 777));
    const chunks = await collect(spool.read());
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.join('') === text).toBe(true);
    expect(chunks.some((chunk) => /\p{Cs}/u.test(chunk))).toBe(false);
  });
});
