import type { RecordOptions } from '../compress/record.ts';

/** One of the ways in which a corpus is cut: a ratio of several, or the only one. */
export interface Cut {
  /** The folder of its outputs with a slash at the end; empty where it is the only one. */
  readonly folder: string;
  readonly options: RecordOptions;
  /** A hash of all that decides, beside its input, what an output holds. */
  readonly recipe: string;
}
