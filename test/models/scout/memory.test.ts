import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../src/models/scout/deployment.ts';
import { parseCluster } from '../../../src/models/scout/devices.ts';
import { engineProfiles } from '../../../src/models/scout/engines.ts';
import type { ModelGeometry } from '../../../src/models/scout/geometry.ts';
import type { KvType } from '../../../src/models/scout/kv-cache.ts';
import { memoryOf } from '../../../src/models/scout/memory.ts';
import { modelPresets } from '../../../src/models/scout/presets.ts';
import { type Quantisation, quantisations } from '../../../src/models/scout/weights.ts';

const MIB = 2 ** 20;
const scout = modelPresets.get('scout') as ModelGeometry;
const measured = JSON.parse(
  readFileSync(new URL('../../../data/measurements/h100-llama-cpp.json', import.meta.url), 'utf8'),
) as { rows: Row[] };

interface Row {
  readonly contextCells: number;
  readonly kvType: KvType;
  readonly microBatch: number;
  readonly flashAttention: boolean;
  readonly fullLocalCache: boolean;
  readonly allOutputs: boolean;
  readonly weightsMiB: number;
  readonly kvMiB: number;
  readonly computeMiB: number;
  readonly totalMiB: number;
  readonly fits: boolean;
}

const mixes = new Map([
  [39_046.18, 'q2_k'],
  [25_606.18, 'iq1_s'],
  [57_526.18, 'q4_0'],
]);

function deployment(row: Row): Deployment {
  return {
    model: scout,
    engine: engineProfiles['llama.cpp'],
    quantisation: quantisations.get(mixes.get(row.weightsMiB) as string) as Quantisation,
    kvType: row.kvType,
    cluster: parseCluster('1xH100'),
    split: { tensor: 1, pipeline: 1 },
    context: row.contextCells,
    microBatch: row.microBatch,
    kernel: row.flashAttention ? 'flash' : 'eager',
    fullLocalCache: row.fullLocalCache,
    outputs: row.allOutputs ? row.microBatch : 1,
  };
}

describe('memory of llama.cpp at Scout’s geometry on an H100', () => {
  it.each(measured.rows)(
    '$contextCells cells, $kvType, micro-batch $microBatch: fits $fits, $totalMiB MiB',
    (row) => {
      const memory = memoryOf(deployment(row));
      expect(memory.fits).toBe(row.fits);
      if (!row.fits) return;
      const mebibytes = (bytes: number) => bytes / MIB;
      expect(mebibytes(memory.cache)).toBeCloseTo(row.kvMiB, 2);
      expect(Math.abs(mebibytes(memory.weights) / row.weightsMiB - 1)).toBeLessThan(0.001);
      expect(Math.abs(mebibytes(memory.activations) - row.computeMiB)).toBeLessThan(1);
      expect(Math.abs(mebibytes(memory.total) / row.totalMiB - 1)).toBeLessThan(0.001);
    },
  );
});
