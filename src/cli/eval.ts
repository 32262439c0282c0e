import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { resultsCsv } from '../evaluation/csv.ts';
import type { NamedEngine } from '../evaluation/measure-cell.ts';
import { reportPage } from '../evaluation/report/page.ts';
import { shortfalls } from '../evaluation/requirement.ts';
import { openResultsFile } from '../evaluation/results-file.ts';
import { summarise } from '../evaluation/summary.ts';
import { type CellFailure, runSweep } from '../evaluation/sweep.ts';
import { planSweep } from '../evaluation/sweep-plan.ts';
import { tasks } from '../evaluation/tasks.ts';
import { worstCases } from '../evaluation/worst-cases.ts';
import { levels as allLevels } from '../models/model-files.ts';
import { defaultTokenizer } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { environmentOf, evalCommandLine } from './eval-environment.ts';
import { evaluationRows } from './eval-rows.ts';
import { summaryText } from './eval-text.ts';
import { openEngine, readerCard, refuseForeignFlags } from './infer-engine.ts';
import { outputFile } from './output-file.ts';
import { progress } from './progress.ts';
import { grouped } from './summary.ts';
import { version } from './version.ts';

export const evalCommand: Command = {
  name: 'eval',
  summary: 'measure how far texts can be compressed before answers suffer',
  description:
    'Compresses the texts of many questions at several ratios and levels, with the question known and not, and measures what ' +
    'survives and whether an engine still answers. The rows come from generated tasks, or from files: the formats of SQuAD, HotpotQA, ' +
    'QMSum, LongBench, RULER and Lost in the Middle are known, and so are records with question, answers, and text or documents. ' +
    'Results go to a folder as they come, so that a run that was stopped goes on; report.html there shows them, results.csv lists them, and ' +
    'standard output has the means.',
  operands: {
    usage: '[tasks...]',
    description: `Files of data, or of these: ${tasks.map(({ name }) => name).join(', ')} (the default is all of these)`,
    words: tasks.map(({ name }) => name),
  },
  examples: [
    { does: 'a small report on generated tasks', command: 'pith eval' },
    {
      does: 'your own questions, as records with question, answers and text',
      command: 'pith eval questions.jsonl --ratios 2,3,4,6,10 --levels 1,3,6,9',
    },
    {
      does: 'in a test of your own: fail where too few answers survive',
      command: `pith eval questions.jsonl --engine none --questions known --require 'survival@4>=0.95'`,
    },
  ],
  run: evaluate,
};

async function evaluate(context: CommandContext): Promise<ExitCode> {
  refuseForeignFlags(context);
  const { settings, terminal, signal } = context;
  const { folder = '', ratios = [], questions = [], require: required = [] } = settings;
  const { quiet = false, tokenizer = defaultTokenizer, threads = availableParallelism() } = settings;
  const levels = allLevels.filter((level) => settings.levels?.includes(`${level}`));
  refuseNothing(context, levels.length);
  const rows = await evaluationRows(context);
  const file = await openResultsFile(join(folder, 'results.jsonl'));
  const engine = settings.engine === 'none' ? undefined : await namedEngine(context);
  const options = { levels, ratios: ascending(ratios), questions, tokenizer, version: version() };
  const cells = planSweep(rows, { ...options, engine: engine?.name ?? null });
  const bar = progress(terminal, { quiet, now: () => performance.now() });
  let failures: readonly CellFailure[];
  try {
    const onProgress = (done: number, total: number) => bar.update({ phase: 'measure', done, total });
    failures = await runSweep(cells, { file, engine, tokenizer, threads, signal, onProgress });
  } finally {
    bar.clear();
    await engine?.engine.close();
  }
  const results = cells.flatMap(({ key }) => file.results.get(key) ?? []);
  const summary = summarise(results);
  await terminal.stdout.write(settings.json === true ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  await writeFile(join(folder, 'results.csv'), resultsCsv(results));
  const report = reportPage({
    results,
    worst: await worstCases(cells, file.results, { tokenizer, threads, signal }),
    about: new Map(tasks.map(({ name, about }) => [name, about])),
    failures: failures.map(failureText),
    environment: environmentOf(context, { engine: engine?.name, levels }),
    command: evalCommandLine(context),
  });
  await writeFile(join(folder, 'report.html'), report);
  if (!quiet)
    terminal.writeError(`pith: ${grouped(results.length)} results in ${join(folder, 'report.html')}\n`);
  const missed = shortfalls(summary, required);
  for (const { requirement, curve, mean } of missed)
    terminal.writeError(`pith: ${requirement.text} does not hold: ${mean.toFixed(3)} at ${curve}\n`);
  for (const failure of failures.slice(0, 5)) terminal.writeError(`pith: ${failureText(failure)}\n`);
  if (results.length === 0) return exitCodes.failed;
  if (missed.length > 0) return exitCodes.belowRequired;
  return failures.length > 0 ? exitCodes.someFailed : exitCodes.done;
}

/** @throws PithError `usage` */
function refuseNothing({ settings }: CommandContext, levels: number): void {
  const { ratios = [], questions = [], require: required = [] } = settings;
  if (levels === 0 || questions.length === 0) {
    throw new PithError('usage', 'there is nothing to measure', {
      hint: 'name a level in --levels, and known or unknown in --questions',
    });
  }
  const lost = required.find(({ ratio }) => !ratios.includes(ratio));
  if (lost === undefined) return;
  throw new PithError('usage', `--require ${lost.text} is about a ratio that is not measured`, {
    hint: `add ${lost.ratio} to --ratios`,
  });
}

async function namedEngine(context: CommandContext): Promise<NamedEngine> {
  const engine = await openEngine(context);
  const name =
    engine.type === 'extractive'
      ? `${engine.name} ${basename(readerCard(context.settings), '.json')}`
      : engine.name;
  return { name, engine };
}

/** Each once. */
function ascending(ratios: readonly number[]): readonly number[] {
  return [...new Set(ratios)].sort((a, b) => a - b);
}

function failureText({ cell, error }: CellFailure): string {
  const { row, setting } = cell;
  return `${row.task}, row ${row.id}, ratio ${setting.ratio}: ${error.message}`;
}

async function writeFile(path: string, text: string): Promise<void> {
  const file = await outputFile(path, { force: true });
  try {
    await file.write(text);
    await file.commit();
  } finally {
    file.discard();
  }
}
