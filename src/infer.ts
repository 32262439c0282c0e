import type { Compression } from './compress/compression.ts';
import { contextOf } from './compress/context.ts';
import type { Answer, ContextDocument, Engine, TokenUsage, WindowCount } from './models/engines/engine.ts';
import { PithError } from './pipeline/errors.ts';
import { type InferContextOptions, inferContext } from './stages/infer/infer-context.ts';

export interface InferOptions extends InferContextOptions {
  /** What answers; see `readerEngine` and `openAiEngine`. Stays open. */
  readonly engine: Engine;
}

/** What a question can be answered from. */
export type InferContext = string | readonly ContextDocument[] | Pick<Compression, 'documents'>;

export interface InferResult {
  readonly question: string;
  /** The engine's name, such as `reader`. */
  readonly engine: string;
  /** Best first; empty if the context holds no answer. */
  readonly answers: readonly Answer[];
  /** Tokens over all requests, as the engine counted them; absent for engines that do not count. */
  readonly usage?: TokenUsage;
  /** How many windows the context made, and how many of them were read. */
  readonly windows: WindowCount;
  /** Wall time. */
  readonly seconds: number;
}

/**
 * Answers a question from a context of any length.
 *
 * @param context What `compress` returned, a text, or documents with the source of their characters, such as
 *   `parseContext` reads from the JSONL form of compress.
 * @returns The answers. Extracted ones cite UTF-16 offsets into the source documents; a text as context is a document
 *   of the id `text`.
 * @throws {PithError} `usage` without a question, `input` if a document's spans do not add up to its text, `engine` (an
 *   `EngineError` with a `failure`) if the engine fails, `aborted` when the signal aborts.
 *
 * @example
 * const engine = readerEngine(await loadEncoder(await loadModelCard(modelForLevel(9))));
 * await using short = await compress(text, { question, budget: { type: 'tokens', tokens: 2000 } });
 * const { answers } = await infer(short, { question, engine });
 */
export async function infer(context: InferContext, options: InferOptions): Promise<InferResult> {
  const { engine, question } = options;
  if (question.trim() === '') {
    throw new PithError('usage', 'There is no question to answer.', {
      hint: 'Give one with -q or --question.',
    });
  }
  const started = performance.now();
  const documents = await documentsOf(context);
  const reply = await inferContext(engine, documents, options);
  return { question, engine: engine.name, ...reply, seconds: (performance.now() - started) / 1000 };
}

async function documentsOf(context: InferContext): Promise<readonly ContextDocument[]> {
  if (typeof context === 'string') return [{ id: 'text', text: context }];
  return 'documents' in context ? contextOf(context) : context;
}
