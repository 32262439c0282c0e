import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLlamaLibrary } from '../../../../src/models/engines/llama/library.ts';
import { type LoadedModel, loadModel } from '../../../../src/models/engines/llama/load-model.ts';
import { LlamaSession } from '../../../../src/models/engines/llama/session.ts';
import { BUNDLED_LANGUAGE_MODEL, ggufPath } from '../../../../src/models/model-files.ts';
import { readModel } from '../../../../src/models/model-headers/read-model.ts';
import { cacheBytes } from '../../../../src/models/scout/kv-cache.ts';
import { skipsLlama } from './node-llama-cpp.ts';

const TOKENS = 131_072;
const BATCH = 512;
const MIB = 2 ** 20;

/** By what llama.cpp says of it, which reaches us from the first of its instances in a process. */
describe.skipIf(skipsLlama)(
  'the planner, of the cache of scout-nano (scripts/test-parts/node-llama-cpp.sh)',
  () => {
    const log: string[] = [];
    let loaded: LoadedModel;

    beforeAll(async () => {
      const path = ggufPath(BUNDLED_LANGUAGE_MODEL);
      loaded = await loadModel(await loadLlamaLibrary(), {
        path,
        threads: 1,
        onLog: (line) => log.push(line),
      });
    });

    afterAll(() => loaded?.llama.dispose());

    /** What the planner works out. */
    async function planned(kvType: 'f16' | 'q8_0', fullLocalCache: boolean): Promise<number> {
      const { model } = await readModel(BUNDLED_LANGUAGE_MODEL);
      const shape = {
        context: TOKENS,
        type: kvType,
        inFlight: BATCH,
        fullLocalCache,
        padding: 256,
        tensor: 1,
      };
      return cacheBytes(model.layers, shape) / MIB;
    }

    function mebibytesIn(lines: readonly string[]): number {
      const found = lines.flatMap((line) => /KV buffer size = +([\d.]+) MiB/.exec(line)?.[1] ?? []);
      expect(found.length).toBe(2);
      return found.reduce((sum, size) => sum + Number(size), 0);
    }

    it.each(['f16', 'q8_0'] as const)('keeps what the planner says of 128K tokens as %s', async (kvType) => {
      log.length = 0;
      const options = { kvType, contextLimit: undefined, threads: 1, signal: undefined };
      const { context } = await new LlamaSession(loaded, options).sequence(TOKENS);
      await context.dispose();
      const actual = mebibytesIn(log);
      expect(Math.abs((await planned(kvType, false)) / actual - 1)).toBeLessThan(0.005);
    });

    it('keeps what the planner says where local layers keep everything', async () => {
      log.length = 0;
      const context = await loaded.model.createContext({
        contextSize: TOKENS,
        batchSize: BATCH,
        flashAttention: true,
        swaFullCache: true,
        threads: 1,
        experimentalKvCacheKeyType: 'F16',
        experimentalKvCacheValueType: 'F16',
      });
      await context.dispose();
      const actual = mebibytesIn(log);
      expect(actual).toBeCloseTo(1536, 5);
      expect(await planned('f16', true)).toBeCloseTo(actual, 5);
    });
  },
);
