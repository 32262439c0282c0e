import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chain, tee } from '../../src/pipeline/graph.ts';
import { runGraph } from '../../src/pipeline/run.ts';
import { mapStage, type Stage, stage } from '../../src/pipeline/stage.ts';
import { collect, from, Ledger, numbers, turns } from './probes.ts';

/** Gives each item once `depth` more have been read, or the source has ended. */
const lookingAhead = (depth: number): Stage<number, number> =>
  stage({
    name: 'look-ahead',
    async *run(source: AsyncIterable<number>) {
      const held: number[] = [];
      for await (const item of source) {
        held.push(item);
        if (held.length > depth) yield held.shift() as number;
      }
      yield* held;
    },
  });

const mapping = (pauses: readonly number[], concurrency: number): Stage<number, string> =>
  mapStage({
    name: 'map',
    concurrency,
    map: async (item: number) => {
      await turns(pauses[item % pauses.length] ?? 0);
      return `m${item}`;
    },
  });

const pauses = fc.array(fc.nat(3), { minLength: 1, maxLength: 4 });
const concurrencies = fc.integer({ min: 1, max: 5 });

describe('tee', () => {
  it('is a zip of its branches, whatever their delays, concurrency and look-ahead', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(pauses, concurrencies, fc.nat(6)),
        fc.tuple(pauses, concurrencies, fc.nat(6)),
        fc.nat(25),
        async (left, right, count) => {
          const branch = ([delays, concurrency, depth]: typeof left) =>
            chain(lookingAhead(depth), mapping(delays, concurrency));
          const graph = tee({
            name: 'zip',
            branches: [branch(left), branch(right), lookingAhead(1)],
            buffer: 12,
            merge: (a, b, c) => [a, b, c] as const,
          });
          const zipped = Array.from({ length: count }, (_, item) => [`m${item}`, `m${item}`, item]);
          expect(await collect(runGraph(graph, numbers(count)))).toEqual(zipped);
        },
      ),
    );
  });

  it('lets no branch read further ahead than the buffer, and resumes it', async () => {
    const read = { eager: 0, slow: 0 };
    let furthest = 0;
    const counting = (name: keyof typeof read, inner: Stage<number, number>) =>
      stage({
        name,
        run: (source: AsyncIterable<number>, context) =>
          inner.run(
            (async function* () {
              for await (const item of source) {
                read[name]++;
                furthest = Math.max(furthest, read.eager - read.slow);
                yield item;
              }
            })(),
            context,
          ),
      });
    const eager = counting(
      'eager',
      mapStage({ name: 'fast', concurrency: 100, map: (item: number) => item }),
    );
    const slow = counting(
      'slow',
      mapStage({ name: 'slow', map: (item: number) => turns(2).then(() => item) }),
    );
    const graph = tee({ name: 'uneven', branches: [eager, slow], buffer: 5, merge: (a, b) => a + b });
    const sums: number[] = [];
    for await (const sum of runGraph(graph, numbers(60))) {
      sums.push(sum);
      await turns(1);
    }
    expect(sums).toEqual(Array.from({ length: 60 }, (_, item) => 2 * item));
    // One more than the buffer: the item that the slow branch has been given and not yet counted.
    expect(furthest).toBeGreaterThan(3);
    expect(furthest).toBeLessThanOrEqual(6);
  });

  it('fails, and does not wait for ever, when a branch has to read further ahead than the buffer', async () => {
    const graph = tee({
      name: 'stuck',
      branches: [lookingAhead(0), lookingAhead(50)],
      buffer: 10,
      merge: (a, b) => a + b,
    });
    const run = runGraph(graph, numbers(100));
    await expect(collect(run)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/Branch 2 of tee stuck .* 10 items/),
      hint: expect.stringContaining('buffer'),
    });
    const wide = tee({
      ...graph,
      branches: [lookingAhead(0), lookingAhead(50)],
      buffer: 60,
      merge: (a, b) => a + b,
    });
    expect(await collect(runGraph(wide, numbers(100)))).toHaveLength(100);
  });

  it('fails when a branch gives fewer outputs than another', async () => {
    const dropping = stage({
      name: 'drop',
      async *run(source: AsyncIterable<number>) {
        for await (const item of source) if (item !== 4) yield item;
      },
    });
    for (const branches of [
      [dropping, lookingAhead(0)],
      [lookingAhead(0), dropping],
    ] as const) {
      const graph = tee({ name: 'odd', branches, merge: (a, b) => a + b });
      await expect(collect(runGraph(graph, numbers(8)))).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/tee odd ended after 7 outputs/),
      });
    }
  });

  it('lets a branch stop reading early if it still gives every output', async () => {
    const counting = stage({
      name: 'constant',
      async *run(source: AsyncIterable<number>) {
        for await (const _ of source) {
          // Time for the other branch to run into the buffer.
          await turns(20);
          break;
        }
        for (let count = 0; count < 6; count++) yield 'x';
      },
    });
    const eager = mapping([0], 5);
    const graph = tee({ name: 'early', branches: [counting, eager], buffer: 2, merge: (a, b) => a + b });
    expect(await collect(runGraph(graph, numbers(6)))).toEqual([0, 1, 2, 3, 4, 5].map((item) => `xm${item}`));
  });

  it('closes its branches as soon as the stage after it stops reading', async () => {
    const ledger = new Ledger();
    const branch = (name: string) =>
      stage({ name, run: (source: AsyncIterable<number>) => ledger.pass(name, source) });
    const firstTwo = stage({
      name: 'first two',
      async *run(source: AsyncIterable<number>) {
        let left = 2;
        for await (const item of source) {
          yield item;
          if (--left === 0) break;
        }
        yield ledger.closed.length;
      },
    });
    const graph = tee({ name: 'tee', branches: [branch('a'), branch('b')], merge: (a, b) => a + b });
    expect(await collect(runGraph(chain(graph, firstTwo), numbers(9)))).toEqual([0, 2, 2]);
  });

  it('tells why its merge failed, also if a branch then fails to clean up', async () => {
    const untidy = stage({
      name: 'untidy',
      async *run(source: AsyncIterable<number>) {
        try {
          yield* source;
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: what the test is about
          throw new Error('untidy');
        }
      },
    });
    const merge = () => {
      throw new Error('merge');
    };
    const run = runGraph(tee({ name: 'tee', branches: [untidy, lookingAhead(0)], merge }), numbers(5));
    await expect(collect(run)).rejects.toThrow('merge');
    expect(run.failure()?.stage).toBe('tee');
  });

  it('passes undefined and other falsy items', async () => {
    const items = [undefined, 0, '', null, false];
    const same = mapStage({ name: 'same', map: (item: unknown) => item });
    const graph = tee({ name: 'falsy', branches: [same, same], merge: (a, b) => [a, b] });
    expect(await collect(runGraph(graph, from(items)))).toEqual(items.map((item) => [item, item]));
  });

  it('refuses to be made without branches or with no buffer', () => {
    expect(() => tee({ name: 'none', branches: [], merge: () => 0 })).toThrow('branch');
    expect(() => tee({ name: 'no', branches: [lookingAhead(0)], buffer: 0, merge: (a) => a })).toThrow(
      'buffer',
    );
  });
});
