import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitDraft } from '../../src/compress/fit.ts';
import type { Draft } from '../../src/stages/assemble/draft.ts';

/** Writes drafts that cost what `cost` says, and keeps book of them. */
function writer(cost: (planned: number) => number) {
  const written: { readonly planned: number; readonly tokens: number; disposed: number }[] = [];
  const write = async (planned: number) => {
    const entry = { planned, tokens: cost(planned), disposed: 0 };
    written.push(entry);
    return {
      tokens: entry.tokens,
      async [Symbol.asyncDispose]() {
        entry.disposed += 1;
      },
    } as Draft;
  };
  return { written, write };
}

async function fitted(budget: number, cost: (planned: number) => number, isLong = false) {
  const { written, write } = writer(cost);
  const draft = (await fitDraft(budget, write, { isLong }))?.draft;
  const kept = written.filter(({ disposed }) => disposed === 0);
  expect(written.length).toBeLessThanOrEqual(12);
  expect(
    written.every(({ disposed, planned }) => disposed <= 1 && Number.isInteger(planned) && planned >= 0),
  ).toBe(true);
  expect(kept.map(({ tokens }) => tokens)).toEqual(draft === undefined ? [] : [draft.tokens]);
  if (draft !== undefined) expect(draft.tokens).toBeLessThanOrEqual(budget);
  const fitting = written.filter(({ tokens }) => tokens <= budget).map(({ tokens }) => tokens);
  expect(draft?.tokens).toBe(fitting.length === 0 ? undefined : Math.max(...fitting));
  return { tokens: draft?.tokens, writes: written.length };
}

const budgets = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 20_000_000 }));

/** A number between 0 and 1 that jumps with each step of `planned`. */
const jump = (planned: number, seed: number) => (Math.imul(planned ^ seed, 2_654_435_761) >>> 0) / 2 ** 32;

describe('the draft that fits', () => {
  it('is found within twelve writes and never over, whatever the costs do', async () => {
    const costs = fc.func(fc.nat(30_000_000));
    await fc.assert(
      fc.asyncProperty(
        budgets,
        costs,
        fc.boolean(),
        async (budget, cost, isLong) => void (await fitted(budget, cost, isLong)),
      ),
      { numRuns: 300 },
    );
  });

  it('spends nearly all where the plan is off by a share', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 300, max: 20_000_000 }),
        fc.double({ min: 0.9, max: 1.2, noNaN: true }),
        async (budget, bias) => {
          const { tokens = 0, writes } = await fitted(budget, (planned) => Math.floor(planned * bias));
          expect(tokens).toBeGreaterThanOrEqual(0.97 * budget);
          expect(writes).toBeLessThanOrEqual(4);
        },
      ),
    );
  });

  it('spends nearly all where the plan is off by five in a hundred either way, at random', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 300, max: 5_000_000 }), fc.integer(), async (budget, seed) => {
        const { tokens = 0 } = await fitted(budget, (planned) =>
          Math.floor(planned * (0.95 + 0.1 * jump(planned, seed))),
        );
        expect(tokens).toBeGreaterThanOrEqual(0.9 * budget);
      }),
    );
  });

  it('spends what it can where a part of the cost does not depend on the plan', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 300, max: 5_000_000 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        async (budget, share) => {
          const { tokens = 0 } = await fitted(budget, (planned) => Math.floor(planned + share * budget));
          expect(tokens).toBeGreaterThanOrEqual(0.97 * budget);
        },
      ),
    );
  });

  it('is the first one where everything fits', async () => {
    expect(await fitted(1000, () => 1000)).toEqual({ tokens: 1000, writes: 1 });
    expect((await fitted(1000, () => 10)).tokens).toBe(10);
  });

  it('is none where nothing fits', async () => {
    await fc.assert(
      fc.asyncProperty(budgets, async (budget) => {
        expect((await fitted(budget, (planned) => budget + 1 + planned)).tokens).toBeUndefined();
      }),
    );
  });

  it('is given up when a write fails', async () => {
    const { written, write } = writer(() => 10);
    let calls = 0;
    const failing = (planned: number) => (calls++ === 2 ? Promise.reject(new Error('full')) : write(planned));
    await expect(fitDraft(1000, failing)).rejects.toThrow('full');
    expect(written.map(({ disposed }) => disposed)).toEqual([1, 1]);
  });
});
