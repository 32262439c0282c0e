import { PithError } from '../pipeline/errors.ts';
import { mapOrdered } from '../pipeline/map-ordered.ts';
import type { RunTotals } from '../store/ledger-entry.ts';
import type { BatchOptions } from './batch-options.ts';
import { Commits } from './commits.ts';
import type { Cut } from './cut.ts';
import { makeOutput, type Outcome } from './make-output.ts';
import { isInShard } from './shard.ts';
import type { Work } from './work.ts';

/**
 * Does the work of a batch, as far as it is not done: each output that the ledger knows, made from the same content by the
 * same recipe and still there, is left as it is. What fails is written down, and the rest goes on.
 *
 * When it is interrupted, all that was finished is put in its place first.
 *
 * @throws {PithError} what concerns the whole run: `output` or `store` where nothing more can be written, `aborted`
 */
export async function runBatch(work: AsyncIterable<Work>, options: BatchOptions): Promise<RunTotals> {
  const { concurrency, signal } = options;
  const commits = new Commits(options);
  const finished = mapOrdered(
    share(work, options),
    concurrency,
    async (one, own) => ({ work: one, outcomes: await outcomesOf(one, options, own) }),
    signal,
  );
  try {
    for await (const { work: one, outcomes } of finished) await commits.add(one, outcomes);
  } catch (error) {
    // What is finished stays so; if that fails as well, the first error says why.
    await commits.end().catch(() => {});
    throw error;
  }
  await commits.end();
  return commits.totals;
}

async function* share(work: AsyncIterable<Work>, { shard }: BatchOptions): AsyncGenerator<Work> {
  for await (const one of work) if (shard === undefined || isInShard(one.content || '0', shard)) yield one;
}

/** What became of a piece of work, cut by cut. */
async function outcomesOf(
  work: Work,
  options: BatchOptions,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const cut of options.cuts) {
    const outcome = await outcomeOf(work, cut, options, signal);
    if (outcome !== undefined) outcomes.push(outcome);
  }
  return outcomes;
}

async function outcomeOf(
  work: Work,
  cut: Cut,
  options: BatchOptions,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const { folder, ledger, failedOnly = false } = options;
  const output = `${cut.folder}${work.name}`;
  const known = ledger.find(output);
  const isFailed = known !== undefined && (known.state === 'failed' || known.failedRecords > 0);
  if (failedOnly && !isFailed && work.isTail !== true) return undefined;
  if (work.isDone === true) return { type: 'unchanged', work, name: output };
  if (known !== undefined && !isFailed && known.content === work.content && known.recipe === cut.recipe)
    if (await folder.holds(output, known)) return { type: 'unchanged', work, name: output };
  return await makeOutput({ work, cut, output }, options, signal);
}

/** @throws {PithError} `input` where nothing is left to do anything with */
export function refuseNothing(files: number): void {
  if (files > 0) return;
  throw new PithError('input', 'there is nothing to compress', {
    hint: 'the filters leave nothing of what the inputs name, or they name the output folder',
  });
}
