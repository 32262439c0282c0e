import type { Span } from '../../pipeline/spans.ts';
import type { TokenCounter } from '../tokens/token-counter.ts';

/** One piece of what an engine reads, with its place in a source document. */
export interface ContextDocument {
  readonly id: string;
  readonly text: string;
  /**
   * Where the characters of `text` come from, in order: spans of the source document whose lengths add up to
   * the length of `text` without its gap markers. Absent: `text` is the document itself.
   */
  readonly spans?: readonly Span[];
  /** Inserted gap markers, which have no source: their position in `text` and their length, in order. */
  readonly gaps?: readonly Gap[];
  /** Where the pages of the source begin in it, in order, with their numbers, if it has pages. */
  readonly pages?: readonly (readonly [start: number, page: number])[];
}

/** An inserted marker: `text.slice(position, position + length)`. */
export type Gap = readonly [position: number, length: number];

/** An answer cut from the context, or written by a language model. */
export type Answer = ExtractedAnswer | GeneratedAnswer;

/** An answer that stands in the context, with its place in the source. */
export interface ExtractedAnswer {
  readonly type: 'extract';
  /** As it stands in the context, which for compressed text may skip words of the source. */
  readonly text: string;
  /** Higher is better; comparable within one question only. */
  readonly score: number;
  /** In [0, 1]: that the window helps to answer, times that the answer starts and ends here. */
  readonly confidence: number;
  /** The id of the source document. */
  readonly document: string;
  /** UTF-16 offsets into the source document; several spans where the text skips something. */
  readonly source: readonly Span[];
  /** The pages of the source document that these are on, if it has pages. */
  readonly pages?: readonly number[];
}

/** An answer in words of a language model. */
export interface GeneratedAnswer {
  readonly type: 'generated';
  readonly text: string;
  /** True if the model ran into its limit of output tokens. */
  readonly truncated: boolean;
  /**
   * Where words of the answer stand in the context, in the order of the answer; empty if it says everything in words of its own.
   * Engines leave it to `infer`.
   */
  readonly citations?: readonly Citation[];
}

/** Words of a written answer that stand in the context. That they do does not say that they answer the question. */
export interface Citation {
  /** As they stand in the context. */
  readonly text: string;
  /** The id of the source document. */
  readonly document: string;
  /** UTF-16 offsets into the source document; several spans where the text skips something. */
  readonly source: readonly Span[];
  /** How many places of the context say the same; this is the first. */
  readonly places: number;
  /** The pages of the source document that these are on, if it has pages. */
  readonly pages?: readonly number[];
}

/** Answer the question from the context. */
export interface AnswerRequest {
  readonly type: 'answer';
  readonly question: string;
  readonly context: readonly ContextDocument[];
  /** How many different answers are wanted; only extractive engines give more than one. @default 1 */
  readonly answers?: number;
  /** True to stop at an answer that is sure, for an engine that reads in windows of its own. @default false */
  readonly earlyExit?: boolean | undefined;
}

/** Write down what in this part of a longer context helps to answer the question. */
export interface NotesRequest {
  readonly type: 'notes';
  readonly question: string;
  readonly context: readonly ContextDocument[];
}

/** How a request is stopped and watched. */
export interface AnswerOptions {
  /** Stops the request: it then throws a PithError of code `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Receives the answer as it is written, in pieces. */
  readonly onText?: ((text: string) => void) | undefined;
  /** Receives how much of what the engine reads is read: in its own windows, or in tokens. */
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

/** Tokens as the engine itself counted them. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input, those that it had read before and need not read again; absent for engines that do not say. */
  readonly cachedTokens?: number;
}

/** Parts of the context: `read` of `total`; fewer where an allowance ran out, or an answer was sure. */
export interface WindowCount {
  readonly read: number;
  readonly total: number;
}

/** What an engine says to one request. */
export interface EngineReply {
  /** Best first; empty if the context holds no answer. */
  readonly answers: readonly Answer[];
  /** Absent for engines that do not count. */
  readonly usage?: TokenUsage;
  /** The engine's own windows. */
  readonly windows: WindowCount;
}

/** Whatever answers. `type` says how partial answers over several windows are merged. */
export type Engine = ExtractiveEngine | GenerativeEngine;

interface EngineBase {
  /** For messages and results, such as `reader` or `openai:llama-4-scout`. */
  readonly name: string;
  /** Tokens that one request may hold, answer included; `Infinity` if there is no limit or none is known. */
  readonly contextLimit: number;
  /** Requests that it works on at once; more of them wait. @default as many as come */
  readonly concurrency?: number | undefined;
  /** Frees sessions and connections. The engine cannot be used afterwards. */
  close(): Promise<void>;
}

/** Cuts answers from the context; answers over several windows merge by score. */
export interface ExtractiveEngine extends EngineBase {
  readonly type: 'extractive';
  /** Counts in the engine's tokens; needed where `contextLimit` is finite. */
  readonly counter?: TokenCounter;
  answer(request: AnswerRequest, options?: AnswerOptions): Promise<EngineReply>;
}

/** Writes answers; a context over its limit is read for notes first. */
export interface GenerativeEngine extends EngineBase {
  readonly type: 'generative';
  /** Counts in the engine's tokens, or close to that. */
  readonly counter: TokenCounter;
  /** Tokens that are not left for the context: the question, the prompt around both, and the answer. */
  overhead(question: string): number | Promise<number>;
  /** Tokens of a text as the model itself counts them, for engines that say so. @default what `counter` says */
  countTokens?: ((text: string, signal?: AbortSignal) => Promise<number>) | undefined;
  answer(request: AnswerRequest | NotesRequest, options?: AnswerOptions): Promise<EngineReply>;
  /** Whether it can be asked now, for engines that may fail and come back. @default it can */
  isWell?(signal?: AbortSignal): Promise<boolean>;
}
