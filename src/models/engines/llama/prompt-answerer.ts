import { abortedError } from '../../../pipeline/abort.ts';
import type { AnswerOptions, AnswerRequest, EngineReply, NotesRequest } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { isNotFound, NOTES_TOKENS, USUAL_ANSWER_TOKENS } from '../prompts.ts';
import { ShownText } from '../shown-text.ts';
import type { PreparedGrammar } from './answer-grammar.ts';
import { maxPadding, paddingAt } from './chunk-borders.ts';
import { generate } from './generate.ts';
import type { KeptSequence, ReadingOptions } from './kept-sequence.ts';
import type { MemoryGuard } from './memory-guard.ts';
import type { PromptTokenizer, PromptTokens } from './prompt-tokens.ts';
import type { SavedContexts } from './saved-contexts.ts';
import type { LlamaSession } from './session.ts';

export interface AnswererOptions {
  readonly prompts: PromptTokenizer;
  readonly guard: MemoryGuard;
  /** Tokens that an answer may have; undefined for the usual number. */
  readonly maxTokens: number | undefined;
  readonly temperature: number;
  readonly seed: number;
  readonly stops: readonly string[];
  readonly grammar: PreparedGrammar | undefined;
  readonly saved: SavedContexts | undefined;
}

/** Reads prompts in a session, and lets its model write. One request at a time. */
export class PromptAnswerer {
  readonly #session: LlamaSession;
  readonly #options: AnswererOptions;

  constructor(session: LlamaSession, options: AnswererOptions) {
    this.#session = session;
    this.#options = options;
  }

  /** Tokens that are not left for the documents, at the most. */
  overhead(question: string): number {
    const { chunk, limit } = this.#session;
    const { before, behind } = this.#options.prompts.around(question);
    const after = behind + this.#answerTokens('answer');
    return before + after + (chunk === undefined ? 0 : maxPadding(similar(after), limit, chunk));
  }

  async answer(request: AnswerRequest | NotesRequest, run: AnswerOptions): Promise<EngineReply> {
    const { signal, onText, onProgress } = run;
    if (signal?.aborted) throw abortedError(signal);
    const { prompts, guard, temperature, seed, grammar: asked, stops } = this.#options;
    const maxTokens = this.#answerTokens(request.type);
    const { context, question } = this.#padded(prompts.tokens(request), maxTokens);
    const length = context.length + question.length;
    if (length + maxTokens > this.#session.limit) throw tooLong(length, maxTokens, this.#session.limit);

    const { sequence, kept } = await this.#session.sequence(length + maxTokens);
    const reading = { signal, guard, onTokens: (tokens: number) => onProgress?.(tokens, length) };
    await this.#readContext(kept, context, reading);
    await kept.read(question.slice(0, -1), reading);

    const grammar = request.type === 'answer' ? asked : undefined;
    const shown = new ShownText((text) => onText?.(text));
    const { text, tokens, truncated } = await generate(this.#session.model, sequence, {
      last: question.slice(-1),
      maxTokens,
      temperature,
      seed,
      grammar: grammar?.state(),
      stops: [...stops, ...prompts.stops, ...(grammar?.stops ?? [])],
      signal,
      onText: (piece) => shown.add(piece),
    });
    shown.end();
    onProgress?.(length, length);
    return {
      answers: isNotFound(text) ? [] : [{ type: 'generated', text: text.trim(), truncated }],
      usage: { inputTokens: length, outputTokens: tokens },
      windows: { read: 1, total: 1 },
    };
  }

  #answerTokens(type: (AnswerRequest | NotesRequest)['type']): number {
    return this.#options.maxTokens ?? (type === 'notes' ? NOTES_TOKENS : USUAL_ANSWER_TOKENS);
  }

  /** Empty lines between documents and question, where a border of the model's chunks would come into the question. */
  #padded({ context, question }: PromptTokens, maxTokens: number): PromptTokens {
    const { chunk, model } = this.#session;
    if (chunk === undefined) return { context, question };
    const padding = paddingAt(context.length, similar(question.length + maxTokens), chunk);
    const [newline = 0] = model.tokenize('\n');
    return { context: [...context, ...Array<number>(padding).fill(newline)], question };
  }

  async #readContext(kept: KeptSequence, context: readonly number[], reading: ReadingOptions): Promise<void> {
    const { saved } = this.#options;
    const isHere = kept.usable(context) === context.length;
    if (!isHere && (await saved?.load(kept, context))) return;
    await kept.readContext(context, reading);
    if (isHere || saved === undefined) return;
    await saved.save(kept, context);
    // A loaded cache has another order, which changes the last bits of sums: so this run goes on as later ones will.
    if (!(await saved.load(kept, context))) await kept.readContext(context, reading);
  }
}

/** Questions of similar length share a place, so that what was read for one can be used for the next. */
function similar(tokens: number): number {
  return Math.ceil(tokens / 256) * 256;
}

function tooLong(length: number, maxTokens: number, limit: number): EngineError {
  const message = `The prompt has ${length} tokens and the answer may have ${maxTokens}; the model reads ${limit}.`;
  return new EngineError('context-too-long', message, {
    contextLimit: limit,
    hint: 'Allow fewer output tokens, give a larger --context-limit, or compress the context further.',
  });
}
