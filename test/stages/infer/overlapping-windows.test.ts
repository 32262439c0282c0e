import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContextDocument } from '../../../src/models/engines/engine.ts';
import { overlappingWindows } from '../../../src/stages/infer/overlapping-windows.ts';

const count = (text: string) => Math.ceil(text.length / 4);
/** As a server counts that takes its time, and answers out of order. */
const countLater = async (text: string) => {
  if (text.length % 2 === 0) await new Promise(setImmediate);
  return count(text);
};

const contexts = fc
  .array(
    fc.array(fc.constantFrom('word ', 'end. ', 'line\n', 'a longer stretch of words ', 'x'.repeat(60)), {
      minLength: 1,
      maxLength: 40,
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((documents) => documents.map((parts, index) => ({ id: `d${index}`, text: parts.join('') })));

/** The source ranges that the windows hold of a document, in order. */
function ranges(
  windows: readonly (readonly ContextDocument[])[],
  id: string,
): readonly (readonly [number, number])[] {
  return windows
    .flat()
    .filter((document) => document.id === id)
    .map(({ text, spans }) => spans?.[0] ?? [0, text.length]);
}

describe('overlappingWindows', () => {
  it('covers every document in order, with windows that fit and go on before where the last stopped', async () => {
    await fc.assert(
      fc.asyncProperty(contexts, fc.integer({ min: 64, max: 300 }), async (context, room) => {
        const windows = await overlappingWindows(context, { count, room });
        expect(await overlappingWindows(context, { count: countLater, room })).toEqual(windows);
        for (const window of windows) {
          const tokens = window.reduce((sum, { text }) => sum + count(text), 0);
          expect(tokens).toBeLessThanOrEqual(room);
        }
        for (const { id, text } of context) {
          let covered = 0;
          for (const [start, end] of ranges(windows, id)) {
            expect(start).toBeLessThanOrEqual(covered);
            expect(end).toBeGreaterThan(covered);
            covered = end;
          }
          expect(covered).toBe(text.length);
        }
      }),
    );
  });

  it('overlaps within a document about as much as asked', async () => {
    const text = Array.from({ length: 400 }, (_, i) => `sentence ${i} stands here. `).join('');
    const windows = await overlappingWindows([{ id: 'd0', text }], { count, room: 400, overlap: 120 });
    const spans = ranges(windows, 'd0');
    const overlaps = spans.slice(1).map(([start], i) => (spans[i]?.[1] ?? 0) - start);
    expect(overlaps.length).toBeGreaterThan(3);
    for (const overlap of overlaps) expect(overlap / 4).toBeGreaterThan(60);
    for (const overlap of overlaps) expect(overlap / 4).toBeLessThanOrEqual(121);
  });

  it('leaves a context that fits as it is', async () => {
    const context = [
      { id: 'a', text: 'short' },
      { id: 'b', text: 'too' },
    ];
    expect(await overlappingWindows(context, { count, room: 100 })).toEqual([context]);
  });
});
