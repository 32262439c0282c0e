import type { StageCounters } from './counters.ts';
import type { SourceLocation } from './errors.ts';

/** One item could not be processed; the stage went on without it. */
export interface ItemErrorReport {
  readonly type: 'item-error';
  readonly message: string;
  readonly error?: unknown;
  readonly at?: SourceLocation | undefined;
}

/** Something that the user should know, although the output is sound. */
export interface WarningReport {
  readonly type: 'warning';
  readonly message: string;
  readonly at?: SourceLocation | undefined;
}

/** What a stage may say through `context.emit`. */
export type StageReport = ItemErrorReport | WarningReport;

/** Said by the runner: a stage took an item (`chunk-start`), or handed one on (`chunk-end`). */
export interface ChunkReport {
  readonly type: 'chunk-start' | 'chunk-end';
}

/** What the runner adds to every event. */
export interface EventOrigin {
  /** Path of the stage in the graph, as in its counters. */
  readonly stage: string;
  /** The stage's counters at this moment. */
  readonly counters: StageCounters;
}

/** What happens during a run, told apart by `type`. */
export type StageEvent =
  | (ChunkReport & EventOrigin)
  | (ItemErrorReport & EventOrigin)
  | (WarningReport & EventOrigin);
