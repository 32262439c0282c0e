import { openResources } from '../compress/resources.ts';
import { isFatal } from '../infer-records.ts';
import { PithError } from '../pipeline/errors.ts';
import { measureCell, type NamedEngine } from './measure-cell.ts';
import type { ResultsFile } from './results-file.ts';
import { scoringOnce } from './scoring-once.ts';
import type { Cell } from './sweep-plan.ts';

/** What a sweep needs besides its cells. */
export interface SweepRun {
  readonly file: ResultsFile;
  readonly engine: NamedEngine | undefined;
  readonly tokenizer: string;
  /** Model calls at once. */
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Hears of every cell that is there, measured now or before. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A cell that could not be measured. */
export interface CellFailure {
  readonly cell: Cell;
  readonly error: PithError;
}

/**
 * Measures the cells that the file does not have yet. A cell that fails is left out and reported, and the others go on.
 *
 * @throws {PithError} `aborted` when the signal aborts, or what no other cell could escape: a missing model, a server that is gone.
 */
export async function runSweep(cells: readonly Cell[], run: SweepRun): Promise<readonly CellFailure[]> {
  const failures: CellFailure[] = [];
  const missing = cells.filter(({ key }) => !run.file.results.has(key));
  let done = cells.length - missing.length;
  for (const { level, own } of byLevel(missing)) {
    await using resources = await openResources({
      level: level ?? 1,
      tokenizer: run.tokenizer,
      threads: run.threads,
    });
    const scoring = scoringOnce(resources);
    let last: Cell | undefined;
    for (const cell of own) {
      if (cell.row !== last?.row) scoring.calls.forget();
      last = cell;
      try {
        await run.file.add(await measureCell(cell, { scoring, engine: run.engine, signal: run.signal }));
      } catch (error) {
        if (!PithError.isInstance(error) || error.code === 'output' || isFatal(error)) throw error;
        failures.push({ cell, error });
      }
      done += 1;
      run.onProgress?.(done, cells.length);
    }
  }
  return failures;
}

/** Runs of cells of one level, as they come. */
function byLevel(
  cells: readonly Cell[],
): readonly { readonly level: Cell['setting']['level']; readonly own: Cell[] }[] {
  const groups: { level: Cell['setting']['level']; own: Cell[] }[] = [];
  for (const cell of cells) {
    const { level } = cell.setting;
    const group = groups.at(-1);
    if (group !== undefined && group.level === level) group.own.push(cell);
    else groups.push({ level, own: [cell] });
  }
  return groups;
}
