import { abortedError } from '../../../pipeline/abort.ts';
import { PithError } from '../../../pipeline/errors.ts';
import { EngineError } from '../engine-error.ts';
import { type Llama, type LlamaLibrary, type LlamaModel, notInstalled } from './library.ts';
import { MEMORY_HINT } from './memory-guard.ts';

export interface LoadOptions {
  /** A GGUF file, or the first of its parts. */
  readonly path: string;
  /** What a context will hold at the most, so that layers leave room for it on the GPU. */
  readonly contextLimit?: number | undefined;
  /** @default CPU cores, at least 4 */
  readonly threads?: number | undefined;
  /** @default as many as fit */
  readonly gpuLayers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives all that llama.cpp says. */
  readonly onLog?: ((line: string) => void) | undefined;
}

export interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
}

/**
 * Loads a model.
 *
 * @throws {EngineError} `not-installed` without llama.cpp for this machine, `memory` if there is too little.
 * @throws PithError `model` if the file cannot be used.
 */
export async function loadModel(library: LlamaLibrary, options: LoadOptions): Promise<LoadedModel> {
  const complaints: string[] = [];
  const llama = await openLlama(library, options, complaints);
  try {
    return { llama, model: await readModel(llama, options) };
  } catch (error) {
    await llama.dispose();
    if (options.signal?.aborted) throw abortedError(options.signal);
    throw modelError(options.path, error, complaints);
  }
}

async function openLlama(
  library: LlamaLibrary,
  { threads, onLog }: LoadOptions,
  complaints: string[],
): Promise<Llama> {
  try {
    return await library.getLlama({
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: (onLog === undefined ? 'warn' : 'debug') as never,
      logger(level, message) {
        const line = message.trim();
        if (level === 'error') complaints.push(line);
        onLog?.(line);
      },
      ...(threads === undefined ? {} : { maxThreads: threads }),
    });
  } catch (cause) {
    throw notInstalled('node-llama-cpp has no llama.cpp that runs on this machine', cause);
  }
}

function readModel(llama: Llama, options: LoadOptions): Promise<LlamaModel> {
  const { path, contextLimit, gpuLayers, signal } = options;
  const fitting =
    contextLimit === undefined ? {} : { gpuLayers: { fitContext: { contextSize: contextLimit } } };
  return llama.loadModel({
    modelPath: path,
    ...(gpuLayers === undefined ? fitting : { gpuLayers }),
    ...(signal === undefined ? {} : { loadSignal: signal }),
  });
}

function modelError(path: string, cause: unknown, complaints: readonly string[]): PithError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof Error && cause.constructor.name === 'InsufficientMemoryError')
    return new EngineError('memory', `${path} does not fit into memory: ${message}`, {
      hint: MEMORY_HINT,
      cause,
    });
  const reason = complaints.find((line) => line.includes('error loading')) ?? message;
  return new PithError('model', `${path} cannot be loaded: ${reason}`, {
    hint: 'it must be a whole GGUF file of a language model that llama.cpp knows',
    cause,
  });
}
