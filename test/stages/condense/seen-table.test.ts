import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenTable } from '../../../src/stages/condense/seen-table.ts';

const key = (value: number) => ({ low: Math.imul(value, 0x9e3779b1), high: value | 0 });

describe('a table of what was seen', () => {
  it('knows as a map does, while it has room', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 400 }), (values) => {
        const table = new SeenTable(1024);
        const known = new Map<number, { first: number; times: number }>();
        for (const [place, value] of values.entries()) {
          const before = known.get(value);
          expect(table.see(key(value), place)).toEqual(before);
          known.set(value, { first: before?.first ?? place, times: (before?.times ?? 0) + 1 });
        }
      }),
    );
  });

  it('tells keys apart of which one half is the same', () => {
    const table = new SeenTable(1024);
    table.see({ low: 1, high: 2 }, 0);
    expect(table.see({ low: 1, high: 3 }, 1)).toBeUndefined();
    expect(table.see({ low: 2, high: 2 }, 2)).toBeUndefined();
    expect(table.see({ low: 1, high: 2 }, 3)).toEqual({ first: 0, times: 1 });
  });

  it('forgets the oldest, but not what comes again and again, nor the last that it has room for', () => {
    const table = new SeenTable(2048);
    const room = 0.75 * 2048;
    table.see(key(-1), 0);
    for (let value = 0; value < 20 * room; value += 1) {
      expect(table.see(key(value), value)).toBeUndefined();
      if (value % 500 === 0) expect(table.see(key(-1), value)).toMatchObject({ first: 0 });
      if (value >= room && value % 97 === 0) expect(table.see(key(value - room + 60), value)).toBeDefined();
    }
    expect(table.see(key(3), 0)).toBeUndefined();
  });
});
