import type { PithError } from '../pipeline/errors.ts';
import type { TextWriter } from '../pipeline/text-writer.ts';
import type { RecordFailure } from '../store/ledger-entry.ts';
import type { Cut } from './cut.ts';

/** In the place of a hash where nothing could be read. */
export const BROKEN = '';

/** A part of a corpus that is done as a whole: a file, or some records of one. */
export interface Work {
  /** What it is read from, for the ledger and for people. */
  readonly input: string;
  /** Name of its output, below the folder of a cut. */
  readonly name: string;
  /** Hash of what it is read from, in hexadecimal; {@link BROKEN} where that cannot be read. */
  readonly content: string;
  /** About as much as it takes of its input. */
  readonly bytes: number;
  /** Records in it; null where it is a text. */
  readonly records: number | null;
  /** Whether all its outputs are known to be as they would be written. */
  readonly isDone?: true;
  /** Whether its file broke off before it when that was read last. */
  readonly isTail?: true;
  /** Writes what is left of it. */
  readonly make: (cut: Cut, output: TextWriter, signal: AbortSignal) => Promise<Made>;
}

/** What was written. */
export interface Made {
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly failures: readonly RecordFailure[];
}

/** Work that cannot be done, as its input cannot be read. */
export function brokenWork(input: string, name: string, error: PithError): Work {
  return {
    input,
    name,
    content: BROKEN,
    bytes: 0,
    records: null,
    make: () => Promise.reject(error),
  };
}
