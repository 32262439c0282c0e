import { availableParallelism } from 'node:os';
import { batchWork } from '../batch/batch-work.ts';
import { batchInputs } from '../batch/inputs.ts';
import { openLedger } from '../batch/open-ledger.ts';
import { OutputFolder } from '../batch/output-folder.ts';
import { refuseNothing, runBatch } from '../batch/run-batch.ts';
import { removeStaleParts } from '../batch/stale-parts.ts';
import { compressorOf } from '../compress/compressor.ts';
import { openResources } from '../compress/resources.ts';
import { PithError } from '../pipeline/errors.ts';
import type { Ledger } from '../store/ledger.ts';
import type { RunTotals } from '../store/ledger-entry.ts';
import { batchCuts } from './batch/cuts.ts';
import { listedInputs } from './batch/listed-inputs.ts';
import { batchProgress } from './batch/progress.ts';
import { recordedCommand } from './batch/recorded-command.ts';
import { outputNames, workOptions } from './batch/work-options.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { openCache } from './open-cache.ts';
import { resourceOptions } from './resource-options.ts';
import { version } from './version.ts';

export const batchCommand: Command = {
  name: 'batch',
  summary: 'compress a corpus, resumed after whatever happens',
  description:
    'Compresses every file of folders, globs and lists by itself, or every record of files of records, and writes each ' +
    'output whole into a folder. The same command again goes on where the last one ended, however that was: what is done ' +
    'and unchanged is left as it is. What cannot be read is written down, and the rest goes on. Scores are kept, so that another ' +
    'ratio needs no model. Files that end in .gz and .zst are opened.',
  operands: {
    usage: '[inputs...]',
    description: 'Files, folders and globs; folders and globs leave out hidden files and node_modules',
  },
  examples: [
    { does: 'a folder, file by file', command: 'pith batch corpus -o out' },
    {
      does: 'three ratios at once: out/r2, out/r4 and out/r8',
      command: 'pith batch corpus -o out --ratios 2,4,8',
    },
    { does: 'records, a thousand in each file', command: 'pith batch --records rows.jsonl.gz -o out' },
    { does: 'the second of eight machines', command: 'pith batch corpus -o out --shard 2/8' },
    { does: 'what has failed, once more', command: 'pith batch corpus -o out --failed-only' },
  ],
  async run(context) {
    const { settings } = context;
    if (settings.output === undefined) {
      throw new PithError('usage', 'a batch needs a folder for its outputs', {
        hint: 'name it with -o FOLDER',
      });
    }
    const inputs = [...context.operands, ...(await listedInputs(context))];
    if (inputs.length === 0) throw new PithError('usage', 'no input: name files, folders or globs');
    return await batch(context, inputs, settings.output);
  },
};

async function batch(context: CommandContext, patterns: readonly string[], path: string): Promise<ExitCode> {
  const { settings, signal } = context;
  const { shard, threads = availableParallelism(), include, exclude, since } = settings;
  const progress = batchProgress(context, shard?.count ?? 1);
  const onWarning = (message: string) => progress.event({ type: 'warning', message });
  await using folder = await OutputFolder.open(path, { force: settings.force === true });
  using opened = openLedger(folder, shard, onWarning);
  const { ledger, name: writing } = opened;
  await folder.prepare(writing);
  const outputName = outputNames(context);
  const inputs = await batchInputs(patterns, { include, exclude, since, outputFolder: path, outputName });
  refuseNothing(inputs.length);

  using cache = openCache(context, { needed: settings.ratios !== undefined, onWarning });
  await using resources = await openResources({ ...resourceOptions(context), cache });
  const cuts = await batchCuts(context, resources);
  const run = ledger.beginRun({ version: version(), command: recordedCommand(context, patterns) });
  const bytes = inputs.reduce((sum, input) => sum + input.bytes, 0);
  progress.event({ type: 'start', run, files: inputs.length, bytes });
  const options = workOptions(context, compressorOf(resources), onWarning);
  const earlier = { ledger, folder, cuts };
  const parts = new Map<string, number>();
  const onParts = (output: string, count: number) => parts.set(output, count);
  try {
    const totals = await runBatch(batchWork(inputs, options, { ...earlier, onParts }, signal), {
      folder,
      ledger,
      run,
      writing,
      cuts,
      shard,
      failedOnly: settings.failedOnly === true,
      concurrency: threads,
      retries: settings.retries ?? 0,
      seconds: settings.timeLimit,
      signal,
      onEvent: progress.event,
    });
    if (settings.failedOnly !== true)
      for await (const output of removeStaleParts(parts, earlier))
        progress.event({ type: 'removed', output });
    ledger.endRun(run, progress.failed > 0 ? 'failed' : 'done', totals);
    progress.event({ type: 'end', run, ...totals });
  } catch (error) {
    endStopped(ledger, run, progress.totals);
    throw error;
  } finally {
    progress.clear();
  }
  if (progress.failed === 0) return exitCodes.done;
  return progress.totals.done + progress.totals.unchanged === 0 ? exitCodes.failed : exitCodes.someFailed;
}

/** What stopped the run may also keep the ledger from saying so; the next run sees it all the same. */
function endStopped(ledger: Ledger, run: number, totals: RunTotals): void {
  try {
    ledger.endRun(run, 'stopped', totals);
  } catch {
    // The first error says why.
  }
}
