import { checkInferArguments } from './compress/check-arguments.ts';
import type { Compression } from './compress/compression.ts';
import { contextOf } from './compress/context.ts';
import type {
  Answer,
  Citation,
  ContextDocument,
  Engine,
  TokenUsage,
  WindowCount,
} from './models/engines/engine.ts';
import { PithError } from './pipeline/errors.ts';
import { type InferContextOptions, inferContext } from './stages/infer/infer-context.ts';
import { PageList } from './stages/page-list.ts';

/** What is asked, and of whom. */
export interface InferOptions extends Omit<InferContextOptions, 'question'> {
  /** @default what the context was compressed for, if that is one question */
  readonly question?: string | undefined;
  /** What answers; see `readerEngine`, `openAiEngine` and `llamaEngine`. Stays open. */
  readonly engine: Engine;
}

/** What a question can be answered from. */
export type InferContext =
  | string
  | readonly ContextDocument[]
  | (Pick<Compression, 'documents'> & Partial<Pick<Compression, 'questions'>>);

/** The answers to a question, and what it took to find them. */
export interface InferResult {
  /** What was asked. */
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
 * @returns The answers. Extracted ones cite UTF-16 offsets into the source documents, and written ones do for those of their words
 *   that stand there; a text as context is a document of the id `text`.
 * @throws {PithError} `usage` without a question or for senseless arguments, `input` if a document's spans do not add up to its text, `engine` (an
 *   `EngineError` with a `failure`) if the engine fails, `aborted` when the signal aborts.
 *
 * @example
 * const engine = readerEngine(await loadEncoder(await loadModelCard(modelForLevel(9))));
 * await using short = await compress(text, { question, budget: { type: 'tokens', tokens: 2000 } });
 * const { answers } = await infer(short, { question, engine });
 */
export async function infer(context: InferContext, options: InferOptions): Promise<InferResult> {
  checkInferArguments(context, options);
  const { engine, question = onlyQuestionOf(context) } = options;
  if (question === undefined || question.trim() === '') {
    throw new PithError('usage', 'there is no question to answer', {
      hint: 'give one: -q on the command line, or the option question',
    });
  }
  const started = performance.now();
  const documents = await documentsOf(context);
  const reply = await inferContext(engine, documents, { ...options, question });
  const answers = reply.answers.map((answer) => withPages(answer, documents));
  return { question, engine: engine.name, ...reply, answers, seconds: (performance.now() - started) / 1000 };
}

/** Says which pages an answer, or what it cites, is from, where its document has pages. */
function withPages(answer: Answer, documents: readonly ContextDocument[]): Answer {
  if (answer.type === 'extract') return { ...answer, ...pagesOf(answer, documents) };
  const citations = answer.citations?.map((one) => ({ ...one, ...pagesOf(one, documents) }));
  return { ...answer, ...(citations && { citations }) };
}

function pagesOf(
  { document, source }: Pick<Citation, 'document' | 'source'>,
  documents: readonly ContextDocument[],
): Pick<Citation, 'pages'> {
  const starts = documents.find(({ id }) => id === document)?.pages;
  if (starts === undefined) return {};
  const list = new PageList(starts);
  return {
    pages: [...new Set(source.flatMap(([start, end]) => [list.pageAt(start), list.pageAt(end - 1)]))],
  };
}

/** What a compression was made for, if it was for one question. */
function onlyQuestionOf(context: InferContext): string | undefined {
  const { questions = [] } = typeof context === 'object' && 'documents' in context ? context : {};
  if (questions.length < 2) return questions[0];
  throw new PithError('usage', `the text was compressed for ${questions.length} questions`, {
    hint: 'infer answers one: call it for each, with the option question',
  });
}

async function documentsOf(context: InferContext): Promise<readonly ContextDocument[]> {
  if (typeof context === 'string') return [{ id: 'text', text: context }];
  return 'documents' in context ? contextOf(context) : context;
}
