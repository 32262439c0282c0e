import { join } from 'node:path';
import { resultsCsv } from '../evaluation/csv.ts';
import { reportPage } from '../evaluation/report/page.ts';
import type { EvaluationResult } from '../evaluation/result.ts';
import { type Summary, summarise } from '../evaluation/summary.ts';
import type { CellFailure } from '../evaluation/sweep.ts';
import type { Cell } from '../evaluation/sweep-plan.ts';
import { tasks } from '../evaluation/tasks.ts';
import { worstCases } from '../evaluation/worst-cases.ts';
import type { Level } from '../models/model-files.ts';
import type { CommandContext } from './command.ts';
import { environmentOf, evalCommandLine } from './eval-environment.ts';
import { summaryText } from './eval-text.ts';
import { outputFile } from './output-file.ts';
import { grouped } from './summary.ts';

/** What came of a sweep. */
export interface Evaluated {
  readonly cells: readonly Cell[];
  /** Of all that the folder has, these cells and others. */
  readonly results: ReadonlyMap<string, EvaluationResult>;
  readonly failures: readonly CellFailure[];
  readonly levels: readonly Level[];
  readonly engine: string | null;
  readonly tokenizer: string;
  readonly threads: number;
}

/** So many failures are told one by one; the report has all. */
const TOLD_FAILURES = 5;

/** Writes the means to standard output, and the table and the report into the folder, over those of an earlier run. */
export async function writeEvaluation(context: CommandContext, evaluated: Evaluated): Promise<Summary> {
  const { settings, terminal, signal } = context;
  const { cells, failures, engine, levels, tokenizer, threads } = evaluated;
  const { folder = '', quiet = false } = settings;
  const results = cells.flatMap(({ key }) => evaluated.results.get(key) ?? []);
  const summary = summarise(results);
  const command = evalCommandLine(context);
  const environment = environmentOf(context, { engine, levels });
  await terminal.stdout.write(
    settings.json === true
      ? `${JSON.stringify({ command, environment: Object.fromEntries(environment), ...summary })}\n`
      : summaryText(summary),
  );
  const report = {
    results,
    worst: await worstCases(cells, evaluated.results, { tokenizer, threads, signal }),
    about: new Map(tasks.map(({ name, about }) => [name, about])),
    failures: failures.map(failureText),
    environment,
    command,
  };
  const path = join(folder, 'report.html');
  await writeFile(join(folder, 'results.csv'), resultsCsv(results));
  await writeFile(path, reportPage(report));
  if (!quiet) terminal.writeError(`pith: ${grouped(results.length)} results in ${path}\n`);
  for (const failure of failures.slice(0, TOLD_FAILURES))
    terminal.writeError(`pith: ${failureText(failure)}\n`);
  const untold = failures.length - TOLD_FAILURES;
  if (untold > 0) terminal.writeError(`pith: ${untold} more failed; the report lists them\n`);
  return summary;
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
