import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLlamaLibrary } from '../../../../src/models/engines/llama/library.ts';
import { type LoadedModel, loadModel } from '../../../../src/models/engines/llama/load-model.ts';
import { type CacheType, LlamaSession } from '../../../../src/models/engines/llama/session.ts';
import { skipsLlama } from './node-llama-cpp.ts';
import { writeTinyScout } from './tiny-scout.ts';

/** By what llama.cpp says of it, which reaches us from the first of its instances in a process. */
describe.skipIf(skipsLlama)('the cache of llama.cpp (scripts/test-parts/node-llama-cpp.sh)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pith-cache-'));
  const log: string[] = [];
  let loaded: LoadedModel;

  beforeAll(async () => {
    const path = join(folder, 'tiny.gguf');
    writeTinyScout(path);
    loaded = await loadModel(await loadLlamaLibrary(), { path, threads: 1, onLog: (line) => log.push(line) });
  });

  afterAll(async () => {
    await loaded?.llama.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ourCache(kvType: CacheType, tokens: number) {
    log.length = 0;
    const session = new LlamaSession(loaded, {
      kvType,
      contextLimit: undefined,
      threads: 1,
      signal: undefined,
    });
    const { context } = await session.sequence(tokens);
    await context.dispose();
    return sizesIn(log);
  }

  async function fullCache(contextSize: number) {
    log.length = 0;
    const context = await loaded.model.createContext({
      contextSize,
      batchSize: 512,
      flashAttention: true,
      swaFullCache: true,
      threads: 1,
      experimentalKvCacheKeyType: 'F16',
      experimentalKvCacheValueType: 'F16',
    });
    await context.dispose();
    return sizesIn(log);
  }

  it('holds no more of a text in local layers than they see: a fourth of what a full one takes', async () => {
    expect(await ourCache('f16', 32_768)).toEqual({
      flash: ['enabled'],
      cells: [32_768, 8704],
      mebibytes: [4, 3.19],
    });
    expect(await fullCache(32_768)).toEqual({
      flash: ['enabled'],
      cells: [32_768, 32_768],
      mebibytes: [4, 12],
    });
  });

  it('takes little more than half with q8_0', async () => {
    expect(await ourCache('q8_0', 32_768)).toEqual({
      flash: ['enabled'],
      cells: [32_768, 8704],
      mebibytes: [2.12, 1.69],
    });
  });

  it('is as large as the prompt needs', async () => {
    expect(await ourCache('f16', 300)).toMatchObject({ cells: [4096, 4096] });
    expect(await ourCache('f16', 9000)).toMatchObject({ cells: [12_288, 8704] });
  });
});

function sizesIn(log: readonly string[]) {
  const found = (pattern: RegExp) => log.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  return {
    flash: found(/flash_attn *= (\w+)/),
    cells: found(/creating +(?:non-)?SWA KV cache, size = (\d+) cells/).map(Number),
    mebibytes: found(/KV buffer size = +([\d.]+) MiB/).map(Number),
  };
}
