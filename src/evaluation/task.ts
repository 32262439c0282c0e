import type { EvaluationRow } from './row.ts';

/** A task whose rows are generated. */
export interface Task {
  /** As it is named on the command line. */
  readonly name: string;
  /** What is asked of which text: one sentence for the report, without a full stop. */
  readonly about: string;
  /** The same options give the same rows, and fewer of them are the beginning of more. */
  rows(options: TaskOptions): Promise<readonly EvaluationRow[]>;
}

export interface TaskOptions {
  readonly seed: number;
  /** How many rows; of tasks over several lengths, at each length. */
  readonly count: number;
  /** Characters of the texts of tasks over several lengths. */
  readonly lengths: readonly number[];
  /** Places of the answer, from 0 (the beginning) to 1 (the end), that rows take in turn. */
  readonly depths: readonly number[];
}

/** Makes `count` rows one by one, each from a seed of its own. */
export async function eachRow(
  { count }: Pick<TaskOptions, 'count'>,
  row: (ordinal: number) => EvaluationRow,
): Promise<readonly EvaluationRow[]> {
  return Array.from({ length: count }, (_, ordinal) => row(ordinal));
}

/** The depth of a row: they take turns. */
export function depthOf({ depths }: Pick<TaskOptions, 'depths'>, ordinal: number): number {
  return depths[ordinal % depths.length] ?? 0.5;
}
