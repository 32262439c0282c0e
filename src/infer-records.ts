import { type InferOptions, type InferResult, infer } from './infer.ts';
import type { ContextDocument } from './models/engines/engine.ts';
import { PithError, type SourceLocation } from './pipeline/errors.ts';
import { mapOrdered } from './pipeline/map-ordered.ts';
import { readRecord } from './stages/infer/read-record.ts';
import type { RecordFields } from './stages/read/record-content.ts';
import { withoutError } from './stages/read/record-error.ts';

/** Who is asked about records, and where those hold what. */
export interface InferRecordsOptions extends Omit<InferOptions, 'question' | 'onText'>, RecordFields {
  /** For records without one of their own; of a list each is answered. */
  readonly question?: string | readonly string[] | undefined;
  /** Where the record of an ordinal stands, for errors. @default { document: 'record 1' } for the first */
  readonly locate?: ((index: number) => SourceLocation | undefined) | undefined;
}

/** A record with its answer in the field `answer`, or what went wrong with it. */
export type RecordResult =
  | { readonly type: 'answered'; readonly index: number; readonly record: AnsweredRecord }
  | { readonly type: 'failed'; readonly index: number; readonly record: unknown; readonly error: PithError };

/** A record with its answer, and without the error of an earlier run (`pith.error`). */
export interface AnsweredRecord {
  readonly [field: string]: unknown;
  /** Of a list of questions a list, in their order. */
  readonly answer: RecordAnswer | readonly RecordAnswer[];
}

/** The best answer's text (null if there is none), and all that `infer` says but its time. */
export type RecordAnswer = Omit<InferResult, 'question' | 'seconds'> & { readonly text: string | null };

/**
 * Answers records, as many at once as the engine works on, in order. A record holds a question or a list of them, and a text in its text field, in `documents`
 * (`[{ title?, text }]`) or in `context`; one that cannot be answered is reported and the next one goes on.
 *
 * @throws {PithError} `aborted`, or `engine` where no later record could fare better: the server is unreachable, or
 *   refuses the key or the model.
 */
export async function* inferRecords(
  records: AsyncIterable<unknown>,
  options: InferRecordsOptions,
): AsyncGenerator<RecordResult> {
  const { concurrency = options.engine.concurrency ?? 1, signal } = options;
  let index = 0;
  yield* mapOrdered(records, concurrency, (record) => answerRecord(record, index++, options), signal);
}

async function answerRecord(
  record: unknown,
  index: number,
  options: InferRecordsOptions,
): Promise<RecordResult> {
  try {
    const at = options.locate?.(index) ?? { document: `record ${index + 1}` };
    const { fields, question, context } = readRecord(record, at, options);
    const ask = (one: string) => answerOf(context, { ...options, question: one });
    const answer = typeof question === 'string' ? await ask(question) : await inTurn(question, ask);
    return { type: 'answered', index, record: { ...withoutError(fields), answer } };
  } catch (error) {
    if (!PithError.isInstance(error) || isFatal(error)) throw error;
    return { type: 'failed', index, record, error };
  }
}

async function answerOf(context: readonly ContextDocument[], options: InferOptions): Promise<RecordAnswer> {
  const { question: _, seconds: __, ...rest } = await infer(context, options);
  return { text: rest.answers[0]?.text ?? null, ...rest };
}

async function inTurn<In, Out>(
  items: readonly In[],
  work: (item: In) => Promise<Out>,
): Promise<readonly Out[]> {
  const results: Out[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Whether no other record could fare better: the run is stopped, a model or the server is missing. */
export function isFatal(error: PithError): boolean {
  if (error.code === 'aborted' || error.code === 'model') return true;
  return 'failure' in error && /^(unreachable|unauthorized|not-found)$/.test(String(error.failure));
}
