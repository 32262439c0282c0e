import { EngineError } from '../engine-error.ts';

/**
 * The part of node-llama-cpp that is used here. Its own types would have to be installed wherever pith is compiled; a
 * test compares these with them.
 */
export interface LlamaLibrary {
  getLlama(options: {
    readonly build: 'never';
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly logLevel: never;
    readonly logger: (level: string, message: string) => void;
    readonly maxThreads?: number;
  }): Promise<Llama>;
  readonly JinjaTemplateChatWrapper: new (options: {
    readonly template: string;
    readonly reasoning: false;
  }) => ChatWrapper;
  resolveChatWrapper(model: never, options: { readonly warningLogs: false }): ChatWrapper | null;
  LlamaText(values: never): ChatText;
  readonly LlamaGrammarEvaluationState: new (options: {
    readonly model: never;
    readonly grammar: never;
  }) => object;
}

/** One loaded llama.cpp. */
export interface Llama {
  readonly gpu: string | false;
  readonly llamaCppRelease: { readonly release: string };
  loadModel(options: {
    readonly modelPath: string;
    readonly gpuLayers?: number | { readonly fitContext: { readonly contextSize: number } };
    readonly loadSignal?: AbortSignal;
  }): Promise<LlamaModel>;
  createGrammar(options: { readonly grammar: string }): Promise<object>;
  createGrammarForJsonSchema(schema: never): Promise<object>;
  getRamState(): Promise<{ readonly free: number }>;
  getVramState(): Promise<{ readonly free: number }>;
  dispose(): Promise<void>;
}

export interface LlamaModel {
  readonly trainContextSize: number;
  readonly fileInfo: {
    readonly metadata: {
      readonly general: { readonly architecture: string };
      readonly tokenizer?: { readonly chat_template?: string };
    };
    readonly architectureMetadata: { readonly attention?: { readonly sliding_window?: unknown } };
  };
  readonly fileInsights: { readonly swaSize: number | undefined };
  readonly tokens: { readonly bos: number | null; readonly shouldPrependBosToken: boolean };
  tokenize(text: string, specialTokens?: boolean): number[];
  detokenize(tokens: readonly number[], specialTokens?: boolean, lastTokens?: readonly number[]): string;
  createContext(options: {
    readonly contextSize: number;
    readonly batchSize: number;
    readonly flashAttention: true;
    readonly swaFullCache: boolean;
    readonly threads?: number;
    readonly experimentalKvCacheKeyType: 'F16' | 'Q8_0';
    readonly experimentalKvCacheValueType: 'F16' | 'Q8_0';
    readonly createSignal?: AbortSignal;
  }): Promise<LlamaContext>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}

/** What a context has read, token by token. */
export interface LlamaSequence {
  readonly nextTokenIndex: number;
  readonly contextTokens: readonly number[];
  /** The first position of which the layers that see a part of the text have something; -1 before there is any. */
  readonly stateCellsStartIndex: number;
  clearHistory(): Promise<void>;
  eraseContextTokenRanges(ranges: { start: number; end: number }[]): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: number[]): Promise<void>;
  evaluate(
    tokens: number[],
    options: {
      readonly temperature: number;
      readonly seed: number;
      readonly grammarEvaluationState?: never;
    },
  ): AsyncGenerator<number, void, void>;
  saveStateToFile(path: string): Promise<unknown>;
  loadStateFromFile(path: string, options: { readonly acceptRisk: true }): Promise<void>;
}

/** A chat template. */
export interface ChatWrapper {
  generateContextState(options: { readonly chatHistory: readonly ChatItem[] }): {
    readonly contextText: ChatText;
  };
}

export type ChatItem =
  | { readonly type: 'system' | 'user'; readonly text: string }
  | { readonly type: 'model'; readonly response: string[] };

/** Text with special tokens in it; those are objects among its values. */
export interface ChatText {
  readonly values: readonly unknown[];
  tokenize(tokenizer: (text: string, specialTokens?: boolean) => number[]): number[];
}

const PACKAGE = 'node-llama-cpp';

/** @throws {EngineError} `not-installed` where it is not. */
export async function loadLlamaLibrary(name = PACKAGE): Promise<LlamaLibrary> {
  try {
    return (await import(name)) as LlamaLibrary;
  } catch (cause) {
    throw notInstalled('--engine llama needs node-llama-cpp, which is not installed', cause);
  }
}

/** The error for a package, or a part of it, that is not there. */
export function notInstalled(message: string, cause: unknown): EngineError {
  return new EngineError('not-installed', message, { hint: INSTALL, cause });
}

const INSTALL =
  'Install it where pith is (with --global if pith is global); on Linux without a GPU: ' +
  'npm install --omit=optional --ignore-scripts node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1';
