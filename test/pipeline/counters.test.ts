import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StageEvent } from '../../src/pipeline/events.ts';
import { chain, tee } from '../../src/pipeline/graph.ts';
import { runGraph, type StageCounters } from '../../src/pipeline/run.ts';
import { mapStage, type Stage, stage } from '../../src/pipeline/stage.ts';
import { collect, from, turns } from './probes.ts';

/** A clock that moves only when somebody works. */
class Clock {
  milliseconds = 0;
  readonly now = (): number => this.milliseconds;

  work(milliseconds: number): void {
    this.milliseconds += milliseconds;
  }
}

const byPath = (counters: readonly StageCounters[]) => new Map(counters.map((stage) => [stage.path, stage]));

describe('counters', () => {
  it('divide the time of a stage into busy, waiting and idle', async () => {
    const times = fc.array(
      fc.record({ source: fc.nat(9), first: fc.nat(9), second: fc.nat(9), reader: fc.nat(9) }),
      { maxLength: 9 },
    );
    await fc.assert(
      fc.asyncProperty(times, async (items) => {
        const clock = new Clock();
        const working = (name: 'first' | 'second') =>
          stage({
            name,
            async *run(source: AsyncIterable<(typeof items)[number]>) {
              for await (const item of source) {
                await turns(1);
                clock.work(item[name]);
                yield item;
              }
            },
          });
        async function* source() {
          for (const item of items) {
            clock.work(item.source);
            yield item;
          }
        }
        const run = runGraph(chain(working('first'), working('second')), source(), { now: clock.now });
        for await (const item of run) clock.work(item.reader);
        const total = (name: keyof (typeof items)[number]) =>
          items.reduce((sum, item) => sum + item[name], 0) / 1000;
        const first = byPath(run.counters()).get('first');
        const second = byPath(run.counters()).get('second');
        expect(first?.busySeconds).toBeCloseTo(total('first'));
        expect(first?.waitingSeconds).toBeCloseTo(total('source'));
        expect(second?.busySeconds).toBeCloseTo(total('second'));
        expect(second?.waitingSeconds).toBeCloseTo(total('source') + total('first'));
      }),
      { numRuns: 40 },
    );
  });

  it('count the overlapping calls of a mapStage as one busy time, also while nobody waits for them', async () => {
    const clock = new Clock();
    const mapping = mapStage({
      name: 'map',
      concurrency: 4,
      map: async (item: number) => {
        await turns(4);
        return item;
      },
    });
    const run = runGraph(mapping, from([1, 2, 3, 4, 5, 6, 7, 8]), { now: clock.now });
    const ticking = setInterval(() => {}, 1000);
    let reading = true;
    const tick = (async () => {
      while (reading) {
        await turns(1);
        clock.work(1);
      }
    })();
    for await (const _ of run) await turns(1);
    reading = false;
    await tick;
    clearInterval(ticking);
    const [counters] = run.counters();
    // Eight calls of four turns, four at a time: far less than the 32 turns of their sum, and than the run.
    expect(counters?.busySeconds).toBeGreaterThanOrEqual(0.008);
    expect(counters?.busySeconds).toBeLessThanOrEqual(0.02);
  });

  it('stand still once the run is over, and can be read before it begins', async () => {
    const clock = new Clock();
    const run = runGraph(mapStage({ name: 'same', map: (item: number) => item }), [1, 2], { now: clock.now });
    clock.work(5000);
    expect(run.counters()).toEqual([
      {
        path: 'same',
        name: 'same',
        itemsIn: 0,
        itemsOut: 0,
        characters: 0,
        tokens: 0,
        busySeconds: 0,
        waitingSeconds: 0,
      },
    ]);
    await collect(run);
    const after = run.counters();
    clock.work(5000);
    expect(run.counters()).toEqual(after);
    expect(after[0]).toMatchObject({ itemsIn: 2, itemsOut: 2, busySeconds: 0 });
  });

  it('add up what stages count, each under its own path', async () => {
    const counting: Stage<string, string> = mapStage({
      name: 'count',
      concurrency: 3,
      map: async (text, context) => {
        await turns(text.length % 3);
        context.count({ characters: text.length });
        context.count({ tokens: 2 });
        return text;
      },
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), async (texts) => {
        const graph = chain(
          counting,
          counting,
          tee({ name: 'both', branches: [counting, chain(counting, counting)], merge: (a, b) => a + b }),
        );
        const run = runGraph(graph, texts);
        const doubled = await collect(run);
        const characters = texts.join('').length;
        expect(doubled.join('').length).toBe(2 * characters);
        const paths = ['count', 'count#2', 'both', 'both/1/count', 'both/2/count', 'both/2/count#2'];
        expect(run.counters().map(({ path }) => path)).toEqual(paths);
        for (const stage of run.counters()) {
          const counts = stage.name === 'count';
          expect(stage).toMatchObject({
            itemsIn: texts.length,
            itemsOut: texts.length,
            characters: counts ? characters : 0,
            tokens: counts ? 2 * texts.length : 0,
          });
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('events', () => {
  it('tell of each item taken and handed on, with the stage and its counters, and of what stages say', async () => {
    const events: StageEvent[] = [];
    const error = new Error('not a number');
    const parsing = stage({
      name: 'parse',
      async *run(source: AsyncIterable<string>, { emit, count }) {
        for await (const text of source) {
          count({ characters: text.length });
          const number = Number(text);
          if (Number.isNaN(number)) {
            emit({
              type: 'item-error',
              message: `${text} was left out`,
              error,
              at: { document: 'd', line: 2 },
            });
          } else {
            if (number > 9) emit({ type: 'warning', message: 'large' });
            yield number;
          }
        }
      },
    });
    const run = runGraph(parsing, ['7', 'x', '12'], { onEvent: (event) => events.push(event) });
    expect(await collect(run)).toEqual([7, 12]);
    expect(events.map(({ type, counters }) => [type, counters.itemsIn, counters.itemsOut])).toEqual([
      ['chunk-start', 1, 0],
      ['chunk-end', 1, 1],
      ['chunk-start', 2, 1],
      ['item-error', 2, 1],
      ['chunk-start', 3, 1],
      ['warning', 3, 1],
      ['chunk-end', 3, 2],
    ]);
    expect(events.every(({ stage }) => stage === 'parse')).toBe(true);
    expect(events[3]).toMatchObject({ message: 'x was left out', error, at: { document: 'd', line: 2 } });
    expect(events.at(-1)?.counters.characters).toBe(4);
  });
});
