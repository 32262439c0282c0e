import { basename } from 'node:path';
import pLimit from 'p-limit';
import type { HubOptions } from '../hub/hub.ts';
import type { AnswerGrammar } from './answer-grammar.ts';
import type { GenerativeEngine } from './engine.ts';
import { prepareGrammar } from './llama/answer-grammar.ts';
import { findGguf, ggufFingerprint } from './llama/gguf-file.ts';
import { type LlamaLibrary, loadLlamaLibrary } from './llama/library.ts';
import { type LoadedModel, loadModel } from './llama/load-model.ts';
import { memoryGuard } from './llama/memory-guard.ts';
import { PromptAnswerer } from './llama/prompt-answerer.ts';
import { PromptTokenizer } from './llama/prompt-tokens.ts';
import { SavedContexts } from './llama/saved-contexts.ts';
import { type CacheType, LlamaSession } from './llama/session.ts';

export interface LlamaEngineOptions {
  /** A GGUF file: its path, `hf:OWNER/NAME/FILE.gguf`, or `scout-nano`, the tiny one that ships. */
  readonly model: string;
  /** Tokens that the model reads at once, answer included. @default what it was trained on, which is the most */
  readonly contextLimit?: number | undefined;
  /** Tokens that an answer may have. @default 1024, and 512 for notes on one window of many */
  readonly maxTokens?: number | undefined;
  /** 0 always takes the most likely token. @default 0 */
  readonly temperature?: number | undefined;
  /** For other temperatures. @default 0 */
  readonly seed?: number | undefined;
  /** The form that answers must have. */
  readonly grammar?: AnswerGrammar | undefined;
  /** Texts that end an answer, and are no part of it. */
  readonly stops?: readonly string[] | undefined;
  /** How the cache stores keys and values. @default 'f16' */
  readonly kvType?: CacheType | undefined;
  /** A folder in which what was read is kept for later runs: gigabytes for a long context. @default none */
  readonly stateFolder?: string | undefined;
  /** @default CPU cores, at least 4 */
  readonly threads?: number | undefined;
  /** Layers that go to the GPU. @default as many as fit */
  readonly gpuLayers?: number | undefined;
  /** Bytes that must stay free while the model reads. @default 128 MiB */
  readonly memoryMargin?: number | undefined;
  /** How models of a hub are found and fetched. */
  readonly hub?: HubOptions | undefined;
  /** Stops the loading. */
  readonly signal?: AbortSignal | undefined;
  /** Receives all that llama.cpp says, line by line. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * An engine that runs a language model in this process: llama.cpp, by way of node-llama-cpp, which is installed beside
 * pith by those who want it.
 *
 * One request is worked on at a time. What was read of a context is kept, so that the next question about it costs
 * little more than its own tokens; the answer is the same as without.
 *
 * @throws {EngineError} `not-installed` without node-llama-cpp, `memory` if the model does not fit.
 * @throws PithError `model` if there is no such file, or it cannot be used; `usage` for a grammar that is none.
 */
export async function llamaEngine(
  options: LlamaEngineOptions,
  load: () => Promise<LlamaLibrary> = loadLlamaLibrary,
): Promise<GenerativeEngine> {
  const { kvType = 'f16', contextLimit, threads, signal } = options;
  const library = await load();
  const path = await findGguf(options.model, options.hub);
  const loaded = await loadModel(library, { ...options, path });
  const session = new LlamaSession(loaded, { kvType, contextLimit, threads, signal });
  try {
    const {
      maxTokens,
      temperature = 0,
      seed = 0,
      stops = [],
      grammar,
      memoryMargin = MEMORY_MARGIN,
    } = options;
    const answerer = new PromptAnswerer(session, {
      prompts: new PromptTokenizer(library, loaded.model),
      guard: memoryGuard(loaded.llama, memoryMargin),
      maxTokens,
      temperature,
      seed,
      stops,
      grammar: grammar && (await prepareGrammar(library, loaded, grammar)),
      saved: await savedContexts(loaded, { path, kvType, folder: options.stateFolder }),
    });
    return toEngine(`llama:${basename(path)}`, session, answerer);
  } catch (error) {
    await session.close();
    throw error;
  }
}

const MEMORY_MARGIN = 2 ** 27;

async function savedContexts(
  { llama }: LoadedModel,
  { path, kvType, folder }: { path: string; kvType: CacheType; folder: string | undefined },
): Promise<SavedContexts | undefined> {
  if (folder === undefined) return undefined;
  const { release } = llama.llamaCppRelease;
  return new SavedContexts(folder, [release, String(llama.gpu), kvType, await ggufFingerprint(path)]);
}

function toEngine(name: string, session: LlamaSession, answerer: PromptAnswerer): GenerativeEngine {
  const oneAtATime = pLimit(1);
  return {
    type: 'generative',
    name,
    contextLimit: session.limit,
    concurrency: 1,
    counter: { name, count: (text) => session.model.tokenize(text).length },
    overhead: (question) => answerer.overhead(question),
    answer: (request, run = {}) => oneAtATime(() => answerer.answer(request, run)),
    close: () => oneAtATime(() => session.close()),
  };
}
