import { describe, expect, it } from 'vitest';
import type { LlamaModel } from '../../../../src/models/engines/llama/library.ts';
import { LlamaSession } from '../../../../src/models/engines/llama/session.ts';

/** A model that makes caches up to some size. */
function stubSession(mostTokens: number) {
  const made: number[] = [];
  let open = 0;
  const model = {
    trainContextSize: 100_000,
    fileInfo: { metadata: { general: { architecture: 'llama4' } }, architectureMetadata: {} },
    fileInsights: { swaSize: undefined },
    async createContext({ contextSize }: { contextSize: number }) {
      if (contextSize > mostTokens) throw new Error('too large for the available RAM');
      made.push(contextSize);
      open += 1;
      const dispose = async () => {
        open -= 1;
      };
      return { contextSize, getSequence: () => ({}), dispose };
    },
  } as unknown as LlamaModel;
  const llama = { gpu: false, dispose: async () => {} } as never;
  const session = new LlamaSession(
    { llama, model },
    { kvType: 'f16', contextLimit: undefined, threads: 1, signal: undefined },
  );
  return { session, made, open: () => open };
}

describe('LlamaSession', () => {
  it('knows the limit and the chunks of its model', () => {
    expect(stubSession(1).session).toMatchObject({ limit: 100_000, chunk: 8192 });
  });

  it('makes a larger cache where a prompt needs it, after the old one is freed, and never one over the limit', async () => {
    const { session, made, open } = stubSession(1e6);
    for (const tokens of [10, 4000, 5000, 300, 99_999]) {
      await session.sequence(tokens);
      expect(open()).toBe(1);
    }
    expect(made).toEqual([4096, 8192, 100_000]);
    await session.close();
    expect(open()).toBe(0);
  });

  it('says that a cache does not fit into memory, and how large it was to be', async () => {
    const { session } = stubSession(50_000);
    await session.sequence(40_000);
    await expect(session.sequence(60_000)).rejects.toMatchObject({
      failure: 'memory',
      message: 'there is not enough memory for a context of 61440 tokens',
      hint: expect.stringContaining('--kv-type q8_0'),
    });
    expect(await session.sequence(40_000)).toMatchObject({ context: { contextSize: 40_960 } });
  });
});
