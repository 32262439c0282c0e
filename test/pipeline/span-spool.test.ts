import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpanSpool } from '../../src/pipeline/span-spool.ts';

async function read(spool: SpanSpool): Promise<(readonly [number, number])[]> {
  const spans: (readonly [number, number])[] = [];
  for await (const span of spool.read()) spans.push(span);
  return spans;
}

type Step = { readonly gap: number; readonly length: number; readonly flush: boolean };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 0, 1, 900),
    length: fc.integer({ min: 1, max: 50 }),
    flush: fc.boolean(),
  }),
  { maxLength: 60 },
);

/** Adds spans and returns what must come back: those that touch are one, unless they were closed between. */
function fill(spool: SpanSpool, list: readonly Step[], from = 0): [number, number][] {
  const spans: [number, number][] = [];
  let at = from;
  let isOpen = false;
  for (const { gap, length, flush } of list) {
    at += gap;
    spool.add(at, at + length);
    const last = spans.at(-1);
    if (isOpen && last !== undefined && last[1] === at) last[1] = at + length;
    else spans.push([at, at + length]);
    at += length;
    isOpen = !flush;
    if (flush) spool.flush();
  }
  return spans;
}

describe('a spool of spans', () => {
  it('gives back what was added, neighbours that touch as one, and counts them', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, async (first, second) => {
        await using spool = new SpanSpool();
        const spans = fill(spool, first);
        expect(spool.count).toBe(spans.length);
        spool.flush();
        expect(await read(spool)).toEqual(spans);
        spans.push(...fill(spool, second, 1e12));
        spool.flush();
        expect(spool.count).toBe(spans.length);
        expect(await read(spool)).toEqual(spans);
        expect(await read(spool)).toEqual(spans);
      }),
    );
  });

  it('holds more spans than fit into memory', async () => {
    await using spool = new SpanSpool();
    const count = 200_000;
    for (let at = 0; at < count; at += 1) spool.add(at * 3, at * 3 + 2);
    spool.flush();
    let at = 0;
    for await (const [start, end] of spool.read()) {
      if (start !== at * 3 || end !== at * 3 + 2) expect.fail(`span ${at}`);
      at += 1;
    }
    expect(at).toBe(count);
    const some: number[] = [];
    for await (const [start] of spool.read(150_001, 150_004)) some.push(start / 3);
    expect(some).toEqual([150_001, 150_002, 150_003]);
  });
});
