import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StageCounters } from '../../src/pipeline/counters.ts';
import { formatGraph, type GraphDescription, type StageDescription } from '../../src/pipeline/describe.ts';
import { textWidth } from '../../src/pipeline/text-width.ts';

const stage = (name: string, options: StageDescription['options'] = {}, path = name): StageDescription => ({
  type: 'stage',
  path,
  name,
  version: 1,
  options,
});

const counters = (path: string, counts: Partial<StageCounters>): StageCounters => ({
  path,
  name: path,
  itemsIn: 0,
  itemsOut: 0,
  characters: 0,
  tokens: 0,
  busySeconds: 0,
  waitingSeconds: 0,
  ...counts,
});

const example: GraphDescription = {
  type: 'chain',
  nodes: [
    stage('read', { files: 'a.md' }),
    {
      type: 'tee',
      path: 'fuse',
      name: 'fuse',
      buffer: 256,
      branches: [
        stage('lexical', {}, 'fuse/1/lexical'),
        stage('encoder', { level: 6, words: 'x y' }, 'fuse/2/encoder'),
      ],
    },
    stage('write'),
  ],
};

describe('formatGraph', () => {
  it('draws boxes and arrows', () => {
    expect(`\n${formatGraph(example)}\n`).toBe(`
╭─ read ─────────────────────────────────────── v1 ─╮
│ files a.md                                        │
╰─────────────────────────┬─────────────────────────╯
            ╭─────────────┴────────────╮
            ▼                          ▼
╭─ lexical ──────── v1 ─╮  ╭─ encoder ──────── v1 ─╮
╰───────────┬───────────╯  │ level 6 · words "x y" │
            │              ╰───────────┬───────────╯
            ╰─────────────┬────────────╯
                          ▼
╭─ fuse ─────────────────────────────── merge of 2 ─╮
│ buffer 256                                        │
╰─────────────────────────┬─────────────────────────╯
                          ▼
╭─ write ────────────────────────────────────── v1 ─╮
╰───────────────────────────────────────────────────╯
`);
  });

  it('shows what each stage has done, in columns that can be compared', () => {
    const done = [
      counters('read', { itemsIn: 3, itemsOut: 1600, characters: 98_234_112, busySeconds: 3.21 }),
      counters('fuse', { itemsIn: 1600, itemsOut: 1600, busySeconds: 0.0123, waitingSeconds: 71.6 }),
      counters('write', { itemsIn: 1600, itemsOut: 1, characters: 7, tokens: 4000, waitingSeconds: 12.34 }),
    ];
    expect(`\n${formatGraph(example, done)}\n`).toBe(`
╭─ read ───────────────────────────────────────────────────────────────────── v1 ─╮
│ files a.md                                                                      │
├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
│ in     3   out 1,600   characters 98,234,112                                    │
│ busy 3.21 s   waiting       0 ms   ██                                           │
╰────────────────────────────────────────┬────────────────────────────────────────╯
                    ╭────────────────────┴────────────────────╮
                    ▼                                         ▼
╭─ lexical ─────────────────────── v1 ─╮  ╭─ encoder ─────────────────────── v1 ─╮
╰───────────────────┬──────────────────╯  │ level 6 · words "x y"                │
                    │                     ╰───────────────────┬──────────────────╯
                    ╰────────────────────┬────────────────────╯
                                         ▼
╭─ fuse ───────────────────────────────────────────────────────────── merge of 2 ─╮
│ buffer 256                                                                      │
├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
│ in 1,600   out 1,600                                                            │
│ busy  12 ms   waiting 1 min 12 s   ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ │
╰────────────────────────────────────────┬────────────────────────────────────────╯
                                         ▼
╭─ write ──────────────────────────────────────────────────────────────────── v1 ─╮
│ in 1,600   out     1   characters          7   tokens 4,000                     │
│ busy   0 ms   waiting     12.3 s   ░░░░░░░░                                     │
╰─────────────────────────────────────────────────────────────────────────────────╯
`);
  });

  const names = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .map((text) => text.replace(/\p{C}|[\u2500-\u257f]/gu, 'c'));
  const { graph: graphs } = fc.letrec<{ graph: GraphDescription }>((tie) => ({
    graph: fc.oneof(
      { maxDepth: 2 },
      fc
        .tuple(names, fc.dictionary(names, fc.jsonValue() as fc.Arbitrary<string>, { maxKeys: 4 }))
        .map(([name, options]) => stage(name, options)),
      fc
        .array(tie('graph'), { minLength: 1, maxLength: 3 })
        .map((nodes) => ({ type: 'chain' as const, nodes })),
      fc.record({
        type: fc.constant('tee' as const),
        path: names,
        name: names,
        buffer: fc.nat(),
        branches: fc.array(tie('graph'), { minLength: 1, maxLength: 3 }),
      }),
    ),
  }));
  const stages = (graph: GraphDescription): string[] => {
    if (graph.type === 'stage') return [graph.path];
    return graph.type === 'chain'
      ? graph.nodes.flatMap(stages)
      : [graph.path, ...graph.branches.flatMap(stages)];
  };
  const lanes = (graph: GraphDescription): number => {
    if (graph.type === 'stage') return 1;
    if (graph.type === 'chain') return Math.max(...graph.nodes.map(lanes));
    return graph.branches.reduce((sum, branch) => sum + lanes(branch), 0);
  };

  it('draws any graph with whole lines within the width, as long as four boxes side by side fit', () => {
    fc.assert(
      fc.property(graphs, fc.boolean(), fc.nat(), (graph, ran, amount) => {
        const done = stages(graph).map((path) =>
          counters(path, {
            itemsIn: amount,
            characters: amount * 99,
            busySeconds: amount,
            waitingSeconds: amount / 3,
          }),
        );
        const drawing = formatGraph(graph, ran ? done : []);
        const lines = drawing.split('\n');
        if (lanes(graph) <= 4) expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(100);
        const count = (mark: string) => drawing.split(mark).length - 1;
        expect(lines.every((line) => line === line.trimEnd() && !/\p{Cc}/u.test(line))).toBe(true);
        // A box has a lid with its name in it and a bottom; a fork has two rails more, unless it has one lane.
        expect(count('╭─ ')).toBeGreaterThanOrEqual(stages(graph).length);
        expect(count('╭')).toBe(count('╰'));
        expect(count('╮')).toBe(count('╯'));
      }),
      { numRuns: 300 },
    );
  });

  it('gives stages that took no time no bar', () => {
    expect(formatGraph(stage('idle'), [counters('idle', {})])).not.toMatch(/[█░]/);
  });
});
