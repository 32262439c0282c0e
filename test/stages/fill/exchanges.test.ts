import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchanges } from '../../../src/stages/fill/exchanges.ts';
import type { Choice } from '../../../src/stages/fill/unit-sets.ts';

const unit = fc.record({ level: fc.integer({ min: 0, max: 254 }), cost: fc.integer({ min: 1, max: 9 }) });
const units = fc.array(unit, { maxLength: 8 });
const cost = (list: readonly Choice[]) => list.reduce((sum, one) => sum + one.cost, 0);
const worth = (list: readonly Choice[]) => list.reduce((sum, one) => sum + (one.level + 1) * one.cost, 0);

/** The oracle: every subset there is. */
function subsets<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: 2 ** items.length }, (_, flags) => items.filter((__, at) => (flags >> at) & 1));
}

/** What an exchange spends and what it is worth. */
const net = (added: readonly Choice[], removed: readonly Choice[]) => ({
  cost: cost(added) - cost(removed),
  worth: worth(added) - worth(removed),
});

describe('exchanges', () => {
  it('begin with the one of most worth that spends exactly what is left, if there is one', () => {
    fc.assert(
      fc.property(units, units, fc.integer({ min: 1, max: 20 }), (dropped, kept, room) => {
        const given = subsets(kept).filter((removed) => removed.length <= 2);
        const all = subsets(dropped)
          .filter((added) => added.length > 0)
          .flatMap((added) => given.map((removed) => net(added, removed)))
          .filter((one) => one.cost === room);
        const first = exchanges(dropped, kept, room).next().value;
        const found = first === undefined ? undefined : net(first.added, first.removed);
        if (all.length === 0) expect(found?.cost).not.toBe(room);
        else expect(found).toEqual({ cost: room, worth: Math.max(...all.map((one) => one.worth)) });
      }),
      { numRuns: 300 },
    );
  });

  it('add each unit once, take out units that are kept, and spend little more than what is left', () => {
    fc.assert(
      fc.property(units, units, fc.integer({ min: 1, max: 20 }), (dropped, kept, room) => {
        for (const { added, removed } of exchanges(dropped, kept, room)) {
          expect(new Set(added).size).toBe(added.length);
          expect(added.every((one) => dropped.includes(one))).toBe(true);
          expect(new Set(removed).size).toBe(removed.length);
          expect(removed.every((one) => kept.includes(one))).toBe(true);
          const spent = net(added, removed).cost;
          expect(spent).toBeGreaterThan(0);
          expect(spent).toBeLessThanOrEqual(room + 2);
        }
      }),
    );
  });

  it('reach every sum in its turn, so that a few tries are enough where counts are off', () => {
    const dropped = [9, 8, 4, 2, 1].map((each) => ({ level: 100, cost: each }));
    const sums = [...exchanges(dropped, [], 5)].slice(0, 7).map(({ added }) => cost(added));
    expect(sums).toEqual([5, 4, 3, 2, 1, 6, 7]);
  });
});
