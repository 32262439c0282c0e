import { describe, expect, expectTypeOf, it } from 'vitest';
import { type AnyNode, type ChainNode, chain, type TeeNode, tee } from '../../src/pipeline/graph.ts';
import { type Run, runGraph } from '../../src/pipeline/run.ts';
import { detachedContext, mapStage, stage } from '../../src/pipeline/stage.ts';
import { collect, from } from './probes.ts';

const length = mapStage({ name: 'length', map: (text: string) => text.length });
const isOdd = mapStage({ name: 'odd', map: (number: number) => number % 2 === 1 });
const half = mapStage({ name: 'half', map: (number: number) => number / 2 });

describe('chain', () => {
  it('has the types of its ends, and takes only parts that fit', () => {
    expectTypeOf(chain(length)).toEqualTypeOf<ChainNode<string, number>>();
    expectTypeOf(chain(length, half, isOdd)).toEqualTypeOf<ChainNode<string, boolean>>();
    expectTypeOf(runGraph(chain(length, half), ['a'])).toEqualTypeOf<Run<number>>();
    // @ts-expect-error a number is no string
    chain(length, length);
    const vague = mapStage({ name: 'vague', map: (text: string): string | number => text });
    // @ts-expect-error what it gives may be a string
    chain(vague, half);
    // @ts-expect-error the source gives numbers
    runGraph(chain(length), [1]);
  });

  it('dissolves chains within it', () => {
    const names = ({ nodes }: { readonly nodes: readonly AnyNode[] }) =>
      nodes.map((node) => (node.type === 'stage' ? node.stage.name : node.type));
    expect(names(chain(chain(length, chain(half)), chain(half, isOdd)))).toEqual([
      'length',
      'half',
      'half',
      'odd',
    ]);
  });
});

describe('tee', () => {
  it('has the types of its branches', () => {
    const graph = tee({
      name: 'tee',
      branches: [half, chain(half, isOdd), isOdd],
      merge: (a, b, c) => {
        expectTypeOf([a, b, c] as const).toEqualTypeOf<readonly [number, boolean, boolean]>();
        return `${a}${b}${c}`;
      },
    });
    expectTypeOf(graph).toEqualTypeOf<TeeNode<number, string>>();
    expectTypeOf(chain(length, graph)).toEqualTypeOf<ChainNode<string, string>>();
    // @ts-expect-error a branch takes numbers
    chain(graph, graph);
    // @ts-expect-error a boolean is no number
    tee({ name: 'wrong', branches: [half, isOdd], merge: (a: number, b: number) => a + b });
  });
});

describe('stage', () => {
  it('has a version and options when none are given', () => {
    const { version, options } = stage({ name: 'bare', run: (source: AsyncIterable<number>) => source });
    expect([version, options]).toEqual([1, {}]);
    expect(mapStage({ name: 'm', version: 4, options: { a: 1 }, map: () => 0 })).toMatchObject({
      version: 4,
      options: { a: 1 },
    });
  });

  it('runs by hand with a detached context', async () => {
    const reports: unknown[] = [];
    const controller = new AbortController();
    const complaining = mapStage({
      name: 'complaining',
      map: (item: number, context) => {
        context.emit({ type: 'warning', message: `item ${item}` });
        context.count({ tokens: 1 });
        return item + 1;
      },
    });
    const context = detachedContext({ signal: controller.signal, emit: (report) => reports.push(report) });
    expect(await collect(complaining.run(from([1, 2]), context))).toEqual([2, 3]);
    expect(reports).toEqual([1, 2].map((item) => ({ type: 'warning', message: `item ${item}` })));
    controller.abort();
    await expect(collect(complaining.run(from([1]), context))).rejects.toMatchObject({ code: 'aborted' });
    expect(await collect(complaining.run(from([1]), detachedContext()))).toEqual([2]);
  });
});
