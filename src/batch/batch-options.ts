import type { Ledger } from '../store/ledger.ts';
import type { BatchEvent } from './batch-events.ts';
import type { Cut } from './cut.ts';
import type { OutputFolder } from './output-folder.ts';
import type { Shard } from './shard.ts';

/** Where a batch goes, and how it is done. */
export interface BatchOptions {
  readonly folder: OutputFolder;
  readonly ledger: Ledger;
  /** What the run is called in the ledger. */
  readonly run: number;
  /** Tells apart what runs at the same time write. */
  readonly writing: string;
  readonly cuts: readonly Cut[];
  /** The part of the corpus that is done here. @default all of it */
  readonly shard?: Shard | undefined;
  /** Does only what failed before. @default false */
  readonly failedOnly?: boolean;
  /** How many pieces of work go on at a time. */
  readonly concurrency: number;
  /** How often a piece of work is tried again that may pass then. */
  readonly retries: number;
  /** Seconds that a document may take; records have limits of their own. */
  readonly seconds?: number | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: BatchEvent) => void;
}
