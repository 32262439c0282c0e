import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PithError } from '../../src/pipeline/errors.ts';
import type { StageEvent } from '../../src/pipeline/events.ts';
import { chain, type Part, tee } from '../../src/pipeline/graph.ts';
import { runGraph } from '../../src/pipeline/run.ts';
import { Spool } from '../../src/pipeline/spool.ts';
import { mapStage, type Stage, stage } from '../../src/pipeline/stage.ts';
import { collect, from, Ledger, numbers, turns, untilAborted } from './probes.ts';

/** Passes numbers through with some delay, and keeps the ledger. */
const pass = (ledger: Ledger, name: string, pause = 0): Stage<number, number> =>
  stage({
    name,
    run: (source: AsyncIterable<number>) => ledger.pass(name, source, (item) => (item + pause) % 3),
  });

const double = (concurrency: number): Stage<number, number> =>
  mapStage({
    name: 'double',
    concurrency,
    map: async (item: number) => {
      await turns(item % 4);
      return item * 2;
    },
  });

describe('runGraph', () => {
  it('gives what the stages make of the source, once', async () => {
    const graph = chain(
      double(3),
      mapStage({ name: 'text', map: (item: number) => `<${item}>` }),
      stage({
        name: 'pairs',
        async *run(source: AsyncIterable<string>) {
          let held: string | undefined;
          for await (const item of source) {
            if (held === undefined) held = item;
            else {
              yield held + item;
              held = undefined;
            }
          }
          if (held !== undefined) yield held;
        },
      }),
    );
    const run = runGraph(graph, [1, 2, 3]);
    const strings: string[] = await collect(run);
    expect(strings).toEqual(['<2><4>', '<6>']);
    expect(run.failure()).toBeUndefined();
    expect(() => run[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('takes a bare stage for a graph, and any iterable for a source', async () => {
    expect(await collect(runGraph(double(1), new Set([1, 2])))).toEqual([2, 4]);
    expect(await collect(runGraph(double(1), numbers(3)))).toEqual([0, 2, 4]);
  });

  it('reads nothing before it is read, and no more than is taken', async () => {
    const pulled: number[] = [];
    const ledger = new Ledger();
    const run = runGraph(
      chain(pass(ledger, 'a'), pass(ledger, 'b')),
      numbers(100, (number) => pulled.push(number)),
    );
    await turns(5);
    expect(pulled).toEqual([]);
    for await (const item of run) {
      await turns(3);
      expect(pulled).toHaveLength(item + 1);
      if (item === 5) break;
    }
  });

  it('throws an error as it was thrown, tells whose it is, and shuts everything down', async () => {
    const thrown = Object.assign(new RangeError('bad item'), { detail: 7 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('source', 'a', 'faulty', 'tee'),
        fc.integer({ min: 1, max: 5 }),
        async (where, concurrency) => {
          const ledger = new Ledger();
          const fail = (place: string, item: number) => {
            if (place === where && item === 6) throw thrown;
            return item;
          };
          const graph = chain(
            mapStage({ name: 'a', concurrency, map: async (item: number) => fail('a', item) }),
            tee({
              name: 'tee',
              branches: [
                pass(ledger, 'left'),
                chain(
                  pass(ledger, 'right'),
                  mapStage({ name: 'faulty', map: (item: number) => fail('faulty', item) }),
                ),
              ],
              merge: (left, right) => fail('tee', Math.min(left, right)),
            }),
            pass(ledger, 'last'),
          );
          const source = ledger.pass(
            'source',
            numbers(20, (item) => fail('source', item)),
          );
          const run = runGraph(graph, source);
          const error = await collect(run).catch((error: unknown) => error);
          expect(error).toBe(thrown);
          const stage = where === 'faulty' ? 'tee/2/faulty' : where;
          expect(run.failure()).toEqual({ stage, error: thrown });
          expect(ledger.opened).toHaveLength(4);
          expect(ledger.balanced).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('names the stage of an error thrown by starting it, and by an event listener', async () => {
    const broken: Stage<number, number> = stage({
      name: 'broken',
      run: () => {
        throw new Error('no start');
      },
    });
    const run = runGraph(chain(double(1), broken), [1]);
    await expect(collect(run)).rejects.toThrow('no start');
    expect(run.failure()?.stage).toBe('broken');
    const loud = runGraph(double(1), [1], {
      onEvent: () => {
        throw new Error('listener');
      },
    });
    await expect(collect(loud)).rejects.toThrow('listener');
  });

  it('keeps an error of a clean-up: it fails the run, or warns if the run has failed already', async () => {
    const untidy: Stage<number, number> = stage({
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
    const stopped = runGraph(untidy, numbers(5));
    const reading = (async () => {
      for await (const _ of stopped) break;
    })();
    await expect(reading).rejects.toThrow('untidy');
    expect(stopped.failure()?.stage).toBe('untidy');

    const events: StageEvent[] = [];
    const failing = mapStage({
      name: 'failing',
      map: () => {
        throw new Error('first');
      },
    });
    const failed = runGraph(chain(untidy, failing), numbers(5), { onEvent: (event) => events.push(event) });
    await expect(collect(failed)).rejects.toThrow('first');
    expect(failed.failure()?.stage).toBe('failing');
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'warning',
        stage: 'untidy',
        message: expect.stringContaining('untidy'),
      }),
    );
  });
});

/** Graphs of every shape, whose stages keep the ledger. */
function graphs(ledger: Ledger): fc.Arbitrary<Part<number, number>> {
  let count = 0;
  const { graph } = fc.letrec<{ graph: Part<number, number> }>((tie) => ({
    graph: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.nat(2).map((pause) => pass(ledger, `stage${count++}`, pause)),
      fc.integer({ min: 1, max: 4 }).map((concurrency) =>
        mapStage({
          name: 'map',
          concurrency,
          map: async (item: number) => turns(item % 3).then(() => item),
        }),
      ),
      fc
        .array(tie('graph'), { minLength: 1, maxLength: 3 })
        .map((parts) => parts.reduce((whole, part) => chain(whole, part))),
      fc.tuple(tie('graph'), tie('graph')).map(([left, right]) =>
        tee({
          name: 'tee',
          branches: [left, right],
          merge: (a, b) => {
            if (a !== b) throw new Error(`${a} met ${b}`);
            return a;
          },
        }),
      ),
    ),
  }));
  return graph;
}

describe('a run of any graph', () => {
  const ledger = new Ledger();
  const endings = fc.constantFrom('end', 'break', 'abort', 'abort from outside');

  it('ends at any moment with every finally run and nothing left behind', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(ledger), endings, fc.nat(12), async (graph, ending, moment) => {
        ledger.opened.length = 0;
        ledger.closed.length = 0;
        const controller = new AbortController();
        const source = ledger.pass('source', numbers(10));
        const run = runGraph(graph, source, { signal: controller.signal });
        if (ending === 'abort from outside') void turns(moment * 3).then(() => controller.abort('outside'));
        const items: number[] = [];
        const reading = (async () => {
          for await (const item of run) {
            items.push(item);
            if (ending === 'break' && item === moment) break;
            if (ending === 'abort' && item === moment) controller.abort('inside');
          }
        })();
        const error: unknown = await reading.catch((error: unknown) => error);
        const closed = ledger.closed.length;
        expect(ledger.balanced).toBe(true);
        expect(items).toEqual(items.map((_, index) => index));
        if (error === undefined)
          expect(items).toHaveLength(ending === 'break' ? Math.min(moment + 1, 10) : 10);
        else
          expect(error).toMatchObject({ code: 'aborted', cause: ending === 'abort' ? 'inside' : 'outside' });
        if (ending === 'abort' && moment < 10) expect(items).toHaveLength(moment + 1);
        await turns(3);
        expect(ledger.closed).toHaveLength(closed);
      }),
      { numRuns: 300 },
    );
  });

  it('counts every item on its way', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(new Ledger()), fc.nat(12), async (graph, count) => {
        const run = runGraph(graph, numbers(count));
        await collect(run);
        for (const { itemsIn, itemsOut } of run.counters())
          expect([itemsIn, itemsOut]).toEqual([count, count]);
        const paths = run.counters().map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('aborting', () => {
  const stubborn = (): Stage<number, number> =>
    stage({
      name: 'stubborn',
      async *run(source: AsyncIterable<number>) {
        for await (const item of source) {
          if (item === 2) await new Promise(() => {});
          yield item;
        }
      },
    });

  it('gives up on a stage that ignores the signal, says so, and still closes the stages that do not', async () => {
    const ledger = new Ledger();
    const events: StageEvent[] = [];
    const controller = new AbortController();
    const graph = chain(pass(ledger, 'before'), stubborn(), pass(ledger, 'after'));
    const run = runGraph(graph, numbers(9), {
      signal: controller.signal,
      grace: 20,
      onEvent: (event) => events.push(event),
    });
    setTimeout(() => controller.abort(), 10);
    await expect(collect(run)).rejects.toMatchObject({ code: 'aborted' });
    expect(ledger.closed.sort()).toEqual(['after', 'before']);
    const warnings = events.filter(({ type }) => type === 'warning');
    expect(warnings).toEqual([expect.objectContaining({ stage: 'stubborn' })]);
  });

  it('gives up on one in a branch of a tee, and closes the other branch and what is around', async () => {
    const ledger = new Ledger();
    const controller = new AbortController();
    const graph = chain(
      pass(ledger, 'before'),
      tee({ name: 'tee', branches: [stubborn(), pass(ledger, 'beside')], merge: (a, b) => a + b }),
      pass(ledger, 'after'),
    );
    const run = runGraph(graph, numbers(9), { signal: controller.signal, grace: 20 });
    setTimeout(() => controller.abort(), 10);
    await expect(collect(run)).rejects.toMatchObject({ code: 'aborted' });
    expect(ledger.closed.sort()).toEqual(['after', 'before', 'beside']);
  });

  it('waits for a finally block that has begun, however long the grace', async () => {
    let tidied = false;
    const slowToTidy = stage({
      name: 'slow',
      async *run(source: AsyncIterable<number>) {
        try {
          yield* source;
        } finally {
          await new Promise((resolve) => setTimeout(resolve, 60));
          tidied = true;
        }
      },
    });
    const controller = new AbortController();
    const run = runGraph(slowToTidy, numbers(9), { signal: controller.signal, grace: 5 });
    const reading = (async () => {
      for await (const item of run) if (item === 3) controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    expect(tidied).toBe(true);
  });

  it('shuts down at once, although nobody reads at that moment', async () => {
    const ledger = new Ledger();
    const controller = new AbortController();
    const items = runGraph(pass(ledger, 'a'), numbers(9), { signal: controller.signal })[
      Symbol.asyncIterator
    ]();
    await items.next();
    controller.abort();
    await turns(5);
    expect(ledger.closed).toEqual(['a']);
    await expect(items.next()).rejects.toMatchObject({ code: 'aborted' });
  });

  it('starts nothing when it comes first', async () => {
    const ledger = new Ledger();
    const run = runGraph(pass(ledger, 'a'), ledger.pass('source', numbers(3)), {
      signal: AbortSignal.abort('early'),
    });
    await expect(collect(run)).rejects.toMatchObject({ code: 'aborted', cause: 'early' });
    expect(ledger.opened).toEqual([]);
  });

  it('reaches the stages through their signal, with a PithError as its reason', async () => {
    const reasons: unknown[] = [];
    const waiting = mapStage({
      name: 'waiting',
      map: (_: number, { signal }) => untilAborted(signal).catch((reason: unknown) => reasons.push(reason)),
    });
    const controller = new AbortController();
    const reading = collect(runGraph(waiting, numbers(2), { signal: controller.signal }));
    await turns(2);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    expect(reasons).toEqual([expect.objectContaining({ code: 'aborted' })]);
    expect(PithError.isInstance(reasons[0])).toBe(true);
  });

  it('leaves no spool open', async () => {
    const spools: Spool[] = [];
    const spooling = stage({
      name: 'spooling',
      async *run(source: AsyncIterable<number>) {
        await using spool = new Spool({ limit: 0 });
        spools.push(spool);
        for await (const item of source) {
          spool.append(Uint8Array.of(item));
          yield item;
        }
      },
    });
    const controller = new AbortController();
    const run = runGraph(chain(spooling, double(3)), numbers(50), { signal: controller.signal });
    const reading = (async () => {
      for await (const item of run) if (item === 10) controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    expect(spools).toHaveLength(1);
    expect(() => spools[0]?.append(Uint8Array.of(0))).toThrow('closed');
  });

  it('keeps no listener on the signal when the run is over', async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...call: Parameters<typeof add>) => {
      listeners++;
      add(...call);
    };
    signal.removeEventListener = (...call: Parameters<typeof remove>) => {
      listeners--;
      remove(...call);
    };
    await collect(runGraph(double(2), from([1, 2, 3]), { signal }));
    expect(listeners).toBe(0);
  });
});
