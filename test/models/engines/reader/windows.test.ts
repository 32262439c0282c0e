import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseWindows, readerWindows } from '../../../../src/models/engines/reader/windows.ts';
import type { Pieces } from '../../../../src/models/wordpiece/pieces.ts';

/** `count` pieces of one letter each, with the ids of `idAt`. */
function pieces(count: number, idAt = (index: number) => index): Pieces {
  return {
    count,
    ids: Int32Array.from({ length: count }, (_, i) => idAt(i)),
    starts: Uint32Array.from({ length: count }, (_, i) => 2 * i),
    ends: Uint32Array.from({ length: count }, (_, i) => 2 * i + 1),
    types: new Uint8Array(count).fill(1),
  };
}

const document = { id: 'd', text: '' };

describe('readerWindows', () => {
  it('has every short answer whole in a window of the size, with room around it unless the text ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 60, max: 220 }),
        fc.nat(),
        (count, size, seed) => {
          const windows = readerWindows(pieces(count), document, size);
          expect(windows.every(({ ids }) => ids.length > 0 && ids.length <= size)).toBe(true);
          const first = seed % count;
          const last = Math.min(count - 1, first + Math.floor(size / 8));
          const isWhole = windows.some(
            ({ ids }) => (ids[0] as number) <= first && (ids.at(-1) as number) >= last,
          );
          expect(isWhole).toBe(true);
        },
      ),
    );
  });

  it('keeps offsets and ids together, and makes no window of an empty document', () => {
    const windows = readerWindows(pieces(500), document, 220);
    expect(windows.map(({ ids }) => [ids[0], ids.at(-1)])).toEqual([
      [0, 219],
      [150, 369],
      [300, 499],
    ]);
    expect(windows.every(({ ids, starts }) => ids.every((id, i) => starts[i] === 2 * id))).toBe(true);
    expect(readerWindows(pieces(0), document, 220)).toEqual([]);
  });
});

describe('chooseWindows', () => {
  const rare = 1;
  const common = [2, 3];
  /** Ten windows: the fourth has none of the question's words, the eighth only the rare one, the others both common. */
  const windows = Array.from({ length: 10 }, (_, window) => {
    const words = window === 3 ? [] : window === 7 ? [rare] : common;
    return readerWindows(
      pieces(50, (i) => words[i] ?? 100 + i),
      document,
      60,
    );
  }).flat();
  const question = Int32Array.of(rare, ...common, 99);

  it('takes all within the allowance', () => {
    expect(chooseWindows(windows, question, 10)).toBe(windows);
  });

  it('takes those that share most with the question, rare words first, in their order', () => {
    expect(chooseWindows(windows, question, 1)).toEqual([windows[7]]);
    expect(chooseWindows(windows, question, 3)).toEqual([windows[0], windows[1], windows[7]]);
    expect(chooseWindows(windows, question, 9)).toEqual(windows.filter((_, index) => index !== 3));
  });
});
