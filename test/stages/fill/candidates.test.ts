import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Candidates } from '../../../src/stages/fill/candidates.ts';

interface Unit {
  readonly level: number;
  readonly cost: number;
  readonly at: number;
}

describe('candidates', () => {
  it('are what sorting all units of a cost would put first, and what they displace is given back', () => {
    const units = fc.array(fc.record({ level: fc.nat(6), cost: fc.nat(12) }), { maxLength: 80 });
    fc.assert(
      fc.property(
        units,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 5 }),
        (all, most, limit) => {
          const candidates = new Candidates<Unit>(most, limit, (one, other) => one.level > other.level);
          const out = all
            .map((unit, at) => candidates.add({ ...unit, at }))
            .filter((unit) => unit !== undefined);
          const wanted = Array.from({ length: most }, (_, at) => at + 1).flatMap((cost) =>
            all
              .map((unit, at) => ({ ...unit, at }))
              .filter((unit) => unit.cost === cost)
              .sort((a, b) => b.level - a.level || a.at - b.at)
              .slice(0, Math.min(limit, Math.ceil(most / cost))),
          );
          expect(candidates.list()).toEqual(wanted);
          expect(out.length).toBe(all.length - wanted.length);
        },
      ),
    );
  });
});
