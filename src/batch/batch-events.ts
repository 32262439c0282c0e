import type { PithError } from '../pipeline/errors.ts';
import type { RunTotals } from '../store/ledger-entry.ts';

/** What happens in a batch, in its order. */
export type BatchEvent =
  /** Before the first item; `bytes` are those of all inputs, as they are stored. */
  | { readonly type: 'start'; readonly run: number; readonly files: number; readonly bytes: number }
  /** An output was written, and is durable. */
  | {
      readonly type: 'done';
      readonly output: string;
      readonly input: string;
      readonly records: number | null;
      readonly failedRecords: number;
      readonly tokensIn: number;
      readonly tokensOut: number;
      readonly seconds: number;
      readonly attempts: number;
    }
  /** An output was not written, and that is written down. */
  | { readonly type: 'failed'; readonly output: string; readonly input: string; readonly error: PithError }
  /** An output is as it would be written. */
  | { readonly type: 'unchanged'; readonly output: string; readonly input: string }
  /** A part that an earlier run wrote, and of which no record is left, is gone. */
  | { readonly type: 'removed'; readonly output: string }
  /** So much of the inputs is done with. */
  | { readonly type: 'progress'; readonly bytes: number }
  | { readonly type: 'warning'; readonly message: string }
  | ({ readonly type: 'end'; readonly run: number } & RunTotals);
