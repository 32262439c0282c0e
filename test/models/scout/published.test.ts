import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../src/models/scout/deployment.ts';
import { parseCluster } from '../../../src/models/scout/devices.ts';
import { engineProfiles } from '../../../src/models/scout/engines.ts';
import { activeParameters, type ModelGeometry, totalParameters } from '../../../src/models/scout/geometry.ts';
import { cacheBytes } from '../../../src/models/scout/kv-cache.ts';
import { memoryOf } from '../../../src/models/scout/memory.ts';
import { modelPresets } from '../../../src/models/scout/presets.ts';
import { scoreBytes } from '../../../src/models/scout/scores.ts';
import { decodeSeconds, prefillSeconds } from '../../../src/models/scout/time.ts';
import { fileBytes, type Quantisation, quantisations } from '../../../src/models/scout/weights.ts';

const GIB = 2 ** 30;
const preset = (name: string) => modelPresets.get(name) as ModelGeometry;
const quantisation = (name: string) => quantisations.get(name) as Quantisation;
const scout = preset('scout');

function off(value: number, published: number): number {
  return Math.abs(value / published - 1);
}

describe('the parameters of a model', () => {
  it.each([
    ['scout', 108.64, 17.17],
    ['maverick', 401.6, 17.2],
    ['llama-3.3-70b', 70.55, 70.55],
    ['gemma-3-27b', 27.4, 27.0],
    ['qwen3-next-80b', 79.7, 3.9],
  ])('%s: %d billion, %d active', (name, total, active) => {
    expect(off(totalParameters(preset(name)) / 1e9, total)).toBeLessThan(0.01);
    expect(off(activeParameters(preset(name)) / 1e9, active)).toBeLessThan(0.02);
  });
});

describe('the weights of Scout on disk', () => {
  it.each([
    ['bf16', 217.3],
    ['fp8', 111.6],
    ['int4', 66.5],
    ['nvfp4', 69.7],
    ['q8_0', 114.5],
    ['q4_k_m', 67],
  ])('%s: %d GB', (name, gigabytes) => {
    expect(off(fileBytes(scout, quantisation(name)) / 1e9, gigabytes)).toBeLessThan(0.02);
  });
});

describe('keys and values of Scout', () => {
  it.each([
    [25_000, 3.4, 4.6, 1.7, 2.3],
    [125_000, 8.0, 22.9, 4.0, 11.4],
    [250_000, 13.7, 45.8, 6.9, 22.9],
    [1_000_000, 48.0, 183, 24.0, 91.6],
    [2_000_000, 93.8, 366, 46.9, 183],
    [10_000_000, 460, 1831, 230, 916],
  ])('over %d tokens: %d and %d GiB in 16 bits, %d and %d in 8', (context, ...published) => {
    const gib = (['f16', 'fp8'] as const).flatMap((type) =>
      [false, true].map((fullLocalCache) => {
        const shape = { context, type, inFlight: 8192, fullLocalCache, padding: 1, tensor: 1 };
        return cacheBytes(scout.layers, shape) / GIB;
      }),
    );
    for (const [at, value] of gib.entries()) {
      // The figures are given with two or three digits.
      const digit = (published[at] as number) < 10 ? 0.05 : 0.5;
      expect(Math.abs(value - (published[at] as number))).toBeLessThan(
        Math.max(digit, 0.01 * (published[at] as number)),
      );
    }
  });
});

it('an eager matrix of scores over 8,097 tokens takes the 9.77 GiB that failed', () => {
  const bytes = scoreBytes('eager', { heads: 40, queries: 8097, keys: 8097 });
  expect(bytes).toBe(40 * 8097 * 8097 * 4);
  expect((bytes / GIB).toFixed(2)).toBe('9.77');
});

function deployed(engine: 'vllm' | 'sglang' | 'llama.cpp', cluster: string, context: number): Deployment {
  const { gpus, ...rest } = parseCluster(cluster);
  return {
    model: scout,
    engine: engineProfiles[engine],
    quantisation: quantisation(engine === 'llama.cpp' ? 'q4_0' : 'bf16'),
    kvType: 'f16',
    cluster: { gpus, ...rest },
    split: { tensor: gpus, pipeline: 1 },
    context,
  };
}

describe('the time of a prefill', () => {
  it.each([
    [125_000, 2],
    [250_000, 5],
    [1_000_000, 50],
    [2_000_000, 180],
    [2_850_000, 335],
    [4_910_000, 957],
    [10_000_000, 3960],
  ])('vLLM on 8 H200, %d tokens: %d s', (tokens, seconds) => {
    expect(off(prefillSeconds(deployed('vllm', '8xH200', tokens), tokens), seconds)).toBeLessThan(0.15);
  });

  it.each([
    [32_768, 12.7],
    [131_072, 63.9],
    [262_144, 161.8],
    [524_288, 459],
    [1_048_576, 1460],
  ])('llama.cpp on an H100, %d tokens: %d s', (tokens, seconds) => {
    expect(off(prefillSeconds(deployed('llama.cpp', '1xH100', tokens), tokens), seconds)).toBeLessThan(0.1);
  });
});

it('the time of a prefill of SGLang on 8 H200 is that of a public run', () => {
  expect(off(prefillSeconds(deployed('sglang', '8xH200', 2_097_151), 2_097_151), 403)).toBeLessThan(0.15);
});

it('what vLLM leaves to the cache on 8 H200 is what a public log says', () => {
  const { usable, weights, activations, fixed } = memoryOf(deployed('vllm', '8xH200', 8_388_608));
  // 256 sequences of 8M tokens in blocks of 16, in four groups of layers.
  const blockTables = 256 * (8_388_608 / 16) * 4 * 4;
  expect(off((usable - weights - activations - fixed - blockTables) / GIB, 89.71)).toBeLessThan(0.02);
});

describe('the time of a token of an answer', () => {
  it.each([
    ['f16', 16_384, 10.9],
    ['f16', 262_144, 17],
    ['f16', 500_000, 21.7],
    ['f16', 1_048_576, 32.6],
    ['q8_0', 1_048_576, 75.7],
    ['q4_0', 1_048_576, 82.3],
  ] as const)('llama.cpp on an H100, %s, after %d tokens: %d ms', (kvType, tokens, milliseconds) => {
    const deployment = { ...deployed('llama.cpp', '1xH100', tokens), kvType };
    expect(off(decodeSeconds(deployment, tokens) * 1000, milliseconds)).toBeLessThan(0.1);
  });
});
