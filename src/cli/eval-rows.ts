import { amongOthers } from '../evaluation/distractors.ts';
import { readRows } from '../evaluation/read-rows.ts';
import type { EvaluationRow } from '../evaluation/row.ts';
import type { TaskOptions } from '../evaluation/task.ts';
import { tasks } from '../evaluation/tasks.ts';
import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';
import { grouped } from './summary.ts';

const USUAL_TASK_ROWS = 5;
const USUAL_FILE_ROWS = 100;

/**
 * The rows of every task and file that is named, or of all tasks. Says of which files not all rows are taken.
 *
 * @throws PithError `usage` for one that is named twice, and as `readRows` does
 */
export async function evaluationRows(context: CommandContext): Promise<readonly EvaluationRow[]> {
  const { operands, settings } = context;
  const { rows: count = USUAL_TASK_ROWS, seed = 1, lengths = [], depths = [] } = settings;
  const names = operands.length === 0 ? tasks.map(({ name }) => name) : operands;
  const all: EvaluationRow[] = [];
  for (const name of names) {
    const rows = await rowsOf(context, name, { seed, count, lengths, depths });
    const twice = all.find(({ task }) => task === rows[0]?.task);
    if (twice !== undefined) {
      throw new PithError('usage', `two of the tasks are called ${twice.task}`, {
        hint: 'name each once; of files their name counts, without folder and ending',
      });
    }
    all.push(...rows);
  }
  return all;
}

async function rowsOf(
  { settings, terminal }: CommandContext,
  name: string,
  options: TaskOptions,
): Promise<readonly EvaluationRow[]> {
  const task = tasks.find((one) => one.name === name);
  if (task !== undefined) return task.rows(options);
  const all = await readRows(name);
  const rows = spread(all, settings.rows ?? USUAL_FILE_ROWS);
  if (rows.length < all.length && settings.quiet !== true) {
    const said = `${grouped(rows.length)} of its ${grouped(all.length)} rows`;
    terminal.writeError(`pith: ${name}: ${said}, spread over it; --rows takes more\n`);
  }
  return settings.among === undefined ? rows : amongOthers(rows, all, settings.among);
}

/** So many of a list, spread evenly over it. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  const taken = Math.min(count, list.length);
  return Array.from({ length: taken }, (_, at) => list[Math.floor((at * list.length) / taken)] as T);
}
