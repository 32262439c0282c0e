import { describe, expect, it } from 'vitest';
import { stagesOf } from '../../../src/models/scout/deployment.ts';
import { type Cluster, clusterName, parseCluster } from '../../../src/models/scout/devices.ts';
import { engineProfiles } from '../../../src/models/scout/engines.ts';
import { keyValueLayers, type ModelGeometry } from '../../../src/models/scout/geometry.ts';
import { modelPresets } from '../../../src/models/scout/presets.ts';
import { legalSplits } from '../../../src/models/scout/splits.ts';

const scout = modelPresets.get('scout') as ModelGeometry;

/** All splits that the rules allow, by trying them. */
function bruteForce(model: ModelGeometry, { gpus, perNode }: Cluster): Set<string> {
  const upTo64 = Array.from({ length: 64 }, (_, index) => index + 1);
  const pairs = upTo64.flatMap((tensor) => upTo64.map((pipeline) => ({ tensor, pipeline })));
  const legal = pairs.filter(
    ({ tensor, pipeline }) =>
      tensor * pipeline === gpus &&
      pipeline <= model.layers.length &&
      perNode % tensor === 0 &&
      keyValueLayers(model.layers).every(
        ({ heads, kvHeads }) => heads % tensor === 0 && (kvHeads % tensor === 0 || tensor % kvHeads === 0),
      ),
  );
  return new Set(legal.map(({ tensor, pipeline }) => `${tensor}x${pipeline}`));
}

describe('the splits of a model', () => {
  it('are those that divide its heads, for every model and every number of GPUs', () => {
    for (const model of modelPresets.values()) {
      for (let gpus = 1; gpus <= 64; gpus += 1) {
        if (gpus > 8 && gpus % 8 !== 0) continue;
        const cluster = parseCluster(`${gpus}xH100`);
        const legal = bruteForce(model, cluster);
        const found = legalSplits(model, engineProfiles.vllm, cluster);
        expect(new Set(found.map(({ tensor, pipeline }) => `${tensor}x${pipeline}`))).toEqual(legal);
        expect(found.map(({ tensor }) => tensor)).toEqual(
          found.map(({ tensor }) => tensor).toSorted((a, b) => b - a),
        );
      }
    }
  });

  it('leave 16 ranks of Scout to two stages of eight', () => {
    expect(legalSplits(scout, engineProfiles.vllm, parseCluster('2x8xH100'))[0]).toEqual({
      tensor: 8,
      pipeline: 2,
    });
  });

  it('of llama.cpp are whole layers on one machine', () => {
    expect(legalSplits(scout, engineProfiles['llama.cpp'], parseCluster('3xH100'))).toEqual([
      { tensor: 1, pipeline: 3 },
    ]);
    expect(legalSplits(scout, engineProfiles['llama.cpp'], parseCluster('2x8xH100'))).toEqual([]);
  });

  it.each([1, 2, 3, 5, 7, 48])('into %d stages lose no layer, and are as even as can be', (count) => {
    const stages = stagesOf(scout.layers, count);
    expect(stages.flat()).toEqual(scout.layers);
    const lengths = stages.map(({ length }) => length);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
  });
});

describe('a cluster', () => {
  it.each([
    ['H100', 1, 1, '1xH100'],
    ['4xh100', 4, 4, '4xH100'],
    ['2x8xH200', 16, 8, '2x8xH200'],
    ['16xA100-40G', 16, 8, '2x8xA100-40G'],
    ['1x2xL4', 2, 2, '2xL4'],
  ])('%s is read', (text, gpus, perNode, name) => {
    const cluster = parseCluster(text);
    expect(cluster).toMatchObject({ gpus, perNode });
    expect(clusterName(cluster)).toBe(name);
  });

  it.each(['', '0xH100', '4xH1000', 'H100x4', '-1xH100', '0x8xH100', '4x', '12xH100'])(
    '%j is none',
    (text) => {
      expect(() => parseCluster(text)).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );
});
