import { describe, expect, it } from 'vitest';
import { describeGraph } from '../../src/pipeline/describe.ts';
import { chain, tee } from '../../src/pipeline/graph.ts';
import { mapStage } from '../../src/pipeline/stage.ts';

const same = (name: string, options: Readonly<Record<string, unknown>> = {}) =>
  mapStage({ name, options, map: (item: number) => item });

describe('describeGraph', () => {
  it('gives the tree, with a path of its own for each stage', () => {
    const graph = chain(
      same('read'),
      same('read'),
      tee({ name: 'fuse', branches: [same('read'), chain(same('rank'), same('rank'))], merge: (a) => a }),
    );
    const stage = (path: string, name: string) => ({ type: 'stage', path, name, version: 1, options: {} });
    expect(describeGraph(graph)).toEqual({
      type: 'chain',
      nodes: [
        stage('read', 'read'),
        stage('read#2', 'read'),
        {
          type: 'tee',
          path: 'fuse',
          name: 'fuse',
          buffer: 256,
          branches: [
            stage('fuse/1/read', 'read'),
            { type: 'chain', nodes: [stage('fuse/2/rank', 'rank'), stage('fuse/2/rank#2', 'rank')] },
          ],
        },
      ],
    });
  });

  it('says every option in JSON, and leaves out those that are not set', () => {
    const circular: Record<string, unknown> = { name: 'loop' };
    circular['self'] = circular;
    const description = describeGraph(
      same('odd', {
        unset: undefined,
        nothing: null,
        pattern: /a+\/b/giu,
        infinite: Number.POSITIVE_INFINITY,
        big: 12n,
        call: function choose() {},
        arrow: [() => 0],
        date: new Date(0),
        never: new Date(Number.NaN),
        address: new URL('https://example.org/x'),
        bytes: new Uint8Array(3),
        nested: { list: [1, 'two', { three: true, four: undefined }], bare: Object.create(null) },
        symbol: Symbol('mark'),
        circular,
        twice: [circular, circular],
      }),
    );
    expect(description).toEqual(JSON.parse(JSON.stringify(description)));
    expect(description).toMatchObject({
      options: {
        nothing: null,
        pattern: '/a+\\/b/giu',
        infinite: 'Infinity',
        big: '12',
        call: '[function choose]',
        arrow: ['[function anonymous]'],
        date: '1970-01-01T00:00:00.000Z',
        never: 'Invalid Date',
        address: 'https://example.org/x',
        bytes: '[Uint8Array]',
        nested: { list: [1, 'two', { three: true }], bare: {} },
        symbol: 'Symbol(mark)',
        circular: { name: 'loop', self: '[circular]' },
      },
    });
    expect(description.type === 'stage' && 'unset' in description.options).toBe(false);
  });
});
