import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { NamedEngine } from '../evaluation/measure-cell.ts';
import { shortfalls } from '../evaluation/requirement.ts';
import { openResultsFile } from '../evaluation/results-file.ts';
import { type CellFailure, runSweep } from '../evaluation/sweep.ts';
import { planSweep } from '../evaluation/sweep-plan.ts';
import { tasks } from '../evaluation/tasks.ts';
import { levels as allLevels } from '../models/model-files.ts';
import { defaultTokenizer } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { type Evaluated, writeEvaluation } from './eval-output.ts';
import { evaluationRows } from './eval-rows.ts';
import { openEngine, readerCard, refuseForeignFlags } from './infer-engine.ts';
import { progress } from './progress.ts';
import { readTextFile } from './read-text-file.ts';
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
  refuseNothing(context);
  const evaluated = await measured(context);
  const summary = await writeEvaluation(context, evaluated);
  const missed = shortfalls(summary, context.settings.require ?? []);
  for (const { requirement, curve, mean } of missed)
    context.terminal.writeError(`pith: ${requirement.text} does not hold: ${mean.toFixed(3)} at ${curve}\n`);
  if (evaluated.results.size === 0) return exitCodes.failed;
  if (missed.length > 0) return exitCodes.belowRequired;
  return evaluated.failures.length > 0 ? exitCodes.someFailed : exitCodes.done;
}

/** @throws PithError `usage` */
function refuseNothing({ settings }: CommandContext): void {
  const { ratios = [], levels = [], questions = [], require: required = [] } = settings;
  if (levels.length === 0 || questions.length === 0) {
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

/** Measures what the folder does not have yet. */
async function measured(context: CommandContext): Promise<Evaluated> {
  const { settings, terminal, signal } = context;
  const { folder = '', ratios = [], questions = [], quiet = false } = settings;
  const { tokenizer = defaultTokenizer, threads = availableParallelism() } = settings;
  const levels = allLevels.filter((level) => settings.levels?.includes(`${level}`));
  const rows = await evaluationRows(context);
  const file = await openResultsFile(join(folder, 'results.jsonl'));
  const engine = settings.engine === 'none' ? undefined : await namedEngine(context);
  const bar = progress(terminal, { quiet, now: () => performance.now() });
  try {
    const name = engine?.name ?? null;
    const varied = { levels, ratios: ascending(ratios), questions };
    const asked = await waysOfAsking(settings);
    const cells = planSweep(rows, { ...varied, engine: name, asked, tokenizer, version: version() });
    const onProgress = (done: number, total: number) => bar.update({ phase: 'measure', done, total });
    const run = { file, engine, tokenizer, threads, signal, onProgress };
    const failures: readonly CellFailure[] = await runSweep(cells, run);
    return { cells, results: file.results, failures, levels, engine: name, tokenizer, threads };
  } finally {
    bar.clear();
    await engine?.engine.close();
  }
}

async function namedEngine(context: CommandContext): Promise<NamedEngine> {
  const engine = await openEngine(context);
  const card = basename(readerCard(context.settings), '.json');
  return { name: engine.type === 'extractive' ? `${engine.name} ${card}` : engine.name, engine };
}

/** What answers depend on beside the engine's name. */
async function waysOfAsking({
  maxTokens,
  contextLimit,
  kvType,
  grammar,
}: CommandContext['settings']): Promise<Readonly<Record<string, unknown>>> {
  const form = grammar === undefined ? undefined : await readTextFile(grammar);
  return { maxTokens, contextLimit, kvType, form };
}

/** Each once. */
function ascending(ratios: readonly number[]): readonly number[] {
  return [...new Set(ratios)].sort((a, b) => a - b);
}
