import { abortedError } from '../../../pipeline/abort.ts';
import { EngineError } from '../engine-error.ts';
import { chunkSizeOf } from './chunk-borders.ts';
import { KeptSequence } from './kept-sequence.ts';
import type { Llama, LlamaContext, LlamaModel, LlamaSequence } from './library.ts';
import type { LoadedModel } from './load-model.ts';
import { MEMORY_HINT } from './memory-guard.ts';

/** How the cache stores keys and values: `q8_0` takes about half the memory, and is read slower at length. */
export type CacheType = 'f16' | 'q8_0';
export const cacheTypes = ['f16', 'q8_0'] as const satisfies readonly CacheType[];

export interface SessionOptions {
  readonly kvType: CacheType;
  readonly contextLimit: number | undefined;
  readonly threads: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A sequence, and the cache behind it. */
interface OpenSequence {
  readonly context: LlamaContext;
  readonly sequence: LlamaSequence;
  readonly kept: KeptSequence;
}

/** A loaded model with a cache that is as large as the longest prompt so far needs. */
export class LlamaSession {
  readonly llama: Llama;
  readonly model: LlamaModel;
  /** Tokens that the model reads at once, answer included. */
  readonly limit: number;
  /** Tokens in a chunk of the model's local layers, if it has such. */
  readonly chunk: number | undefined;
  readonly #options: SessionOptions;
  #open: OpenSequence | undefined;

  constructor({ llama, model }: LoadedModel, options: SessionOptions) {
    const { metadata, architectureMetadata } = model.fileInfo;
    this.llama = llama;
    this.model = model;
    this.limit = Math.min(options.contextLimit ?? model.trainContextSize, model.trainContextSize);
    this.chunk = chunkSizeOf({
      architecture: metadata.general.architecture,
      slidingWindow: architectureMetadata.attention?.sliding_window,
    });
    this.#options = options;
  }

  /** The sequence, with room for so many tokens. Where its cache has to grow, what it has read is lost. */
  async sequence(tokens: number): Promise<OpenSequence> {
    if (this.#open !== undefined && this.#open.context.contextSize >= tokens) return this.#open;
    await this.#closeContext();
    const context = await this.#createContext(Math.min(this.limit, Math.ceil(tokens / GROWTH) * GROWTH));
    const sequence = context.getSequence();
    const view = { chunk: this.chunk, window: this.model.fileInsights.swaSize };
    this.#open = { context, sequence, kept: new KeptSequence(sequence, this.#batchSize, view) };
    return this.#open;
  }

  async close(): Promise<void> {
    await this.#closeContext();
    await this.llama.dispose();
  }

  async #closeContext(): Promise<void> {
    const { context } = this.#open ?? {};
    this.#open = undefined;
    await context?.dispose();
  }

  async #createContext(contextSize: number): Promise<LlamaContext> {
    const { kvType, threads, signal } = this.#options;
    const type = kvType === 'q8_0' ? 'Q8_0' : 'F16';
    try {
      return await this.model.createContext({
        contextSize,
        batchSize: this.#batchSize,
        // Without it, the scores of one layer alone would take gigabytes at length.
        flashAttention: true,
        // Layers that see a part of the text need no more than that part.
        swaFullCache: false,
        experimentalKvCacheKeyType: type,
        experimentalKvCacheValueType: type,
        ...(threads === undefined ? {} : { threads }),
        ...(signal === undefined ? {} : { createSignal: signal }),
      });
    } catch (cause) {
      if (signal?.aborted) throw abortedError(signal);
      throw new EngineError('memory', `there is not enough memory for a context of ${contextSize} tokens`, {
        hint: MEMORY_HINT,
        cause,
      });
    }
  }

  /** A GPU is busy with larger batches only. */
  get #batchSize(): number {
    return this.llama.gpu === false ? 512 : 2048;
  }
}

/** Tokens by which a cache grows. */
const GROWTH = 4096;
