import type { PithError } from '../pipeline/errors.ts';
import type { LedgerItem } from '../store/ledger-entry.ts';
import type { BatchOptions } from './batch-options.ts';
import type { Cut } from './cut.ts';
import { itemError } from './item-error.ts';
import { isFatal } from './output-error.ts';
import type { TemporaryOutput } from './temporary-output.ts';
import { tried } from './tried.ts';
import type { Made, Work } from './work.ts';

/** What became of an output. */
export type Outcome =
  | { readonly type: 'unchanged'; readonly work: Work; readonly name: string }
  /** It waits to be put in its place. */
  | {
      readonly type: 'written';
      readonly work: Work;
      readonly output: TemporaryOutput;
      readonly made: Made;
      readonly item: LedgerItem;
    }
  | { readonly type: 'failed'; readonly work: Work; readonly error: PithError; readonly item: LedgerItem };

interface Task {
  readonly work: Work;
  readonly cut: Cut;
  /** The name of the output. */
  readonly output: string;
}

/**
 * Writes an output to where it waits.
 * @throws {PithError} what concerns the whole run
 */
export async function makeOutput(task: Task, options: BatchOptions, signal: AbortSignal): Promise<Outcome> {
  const { work } = task;
  const { retries } = options;
  const seconds = work.records === null ? options.seconds : undefined;
  const started = performance.now();
  const secondsSince = () => (performance.now() - started) / 1000;
  let attempts = 0;
  try {
    const { output, made } = await tried({ retries, seconds, signal }, (own) => {
      attempts += 1;
      return write(task, options, own);
    });
    const { bytes, sha256 } = output;
    const { failures, tokensIn, tokensOut } = made;
    const figures = { failures, tokensIn, tokensOut, bytes, sha256, error: null, seconds: secondsSince() };
    return {
      type: 'written',
      work,
      output,
      made,
      item: { ...about(task), state: 'done', attempts, ...figures },
    };
  } catch (cause) {
    const error = itemError(cause, signal);
    if (isFatal(error)) throw error;
    return {
      type: 'failed',
      work,
      error,
      item: failedItem(task, error, { attempts, seconds: secondsSince() }),
    };
  }
}

async function write(
  { work, cut, output: name }: Task,
  { folder, writing }: BatchOptions,
  signal: AbortSignal,
): Promise<{ readonly output: TemporaryOutput; readonly made: Made }> {
  const output = await folder.create(name, writing);
  try {
    return { output, made: await work.make(cut, output, signal) };
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** An output that could not be written, for the ledger. */
export function failedItem(
  task: { readonly work: Work; readonly cut: Pick<Cut, 'recipe'>; readonly output: string },
  { code, message }: PithError,
  { attempts, seconds }: Pick<LedgerItem, 'attempts' | 'seconds'>,
): LedgerItem {
  const none = { failures: [], tokensIn: null, tokensOut: null, bytes: null, sha256: null };
  return { ...about(task), state: 'failed', attempts, ...none, seconds, error: { code, message } };
}

function about({ work, cut, output }: Omit<Task, 'cut'> & { readonly cut: Pick<Cut, 'recipe'> }) {
  const { input, content, records } = work;
  return { output, input, content, recipe: cut.recipe, records };
}
