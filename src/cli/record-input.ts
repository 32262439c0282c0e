import type { PithError, SourceLocation } from '../pipeline/errors.ts';
import type { TextDocument } from '../stages/document.ts';
import { type JsonObject, readRecords } from '../stages/read/records.ts';

/** A record of the inputs, or why there is none in its place. */
export interface InputRecord {
  /** Ordinal over all inputs, bad records included. */
  readonly index: number;
  /** Its input, and its line there if it has one. */
  readonly at: SourceLocation;
  /** Absent where the input holds none. */
  readonly value: JsonObject | undefined;
  readonly error: PithError | undefined;
}

/** The records of all inputs, one input after the other, JSON lines or arrays. */
export async function* inputRecords(
  documents: readonly TextDocument[],
  signal: AbortSignal,
): AsyncGenerator<InputRecord> {
  let index = 0;
  for (const document of documents) {
    for await (const read of readRecords(document.open(signal), { document: document.id })) {
      signal.throwIfAborted();
      yield {
        index,
        at: { document: document.id, ...(read.line === undefined ? {} : { line: read.line }) },
        value: 'value' in read ? read.value : undefined,
        error: 'error' in read ? read.error : undefined,
      };
      index++;
    }
  }
}
