import { PithError, type SourceLocation } from '../../pipeline/errors.ts';
import type { TextDocument } from '../document.ts';
import { type JsonObject, readRecords } from './records.ts';

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
/** So many bad lines in a row make a file no file of records, if they are its first. */
const badStart = 20;

/** The records of all inputs, one input after the other, JSON lines or arrays. */
export async function* inputRecords(
  documents: readonly TextDocument[],
  signal: AbortSignal,
): AsyncGenerator<InputRecord> {
  let index = 0;
  for (const document of documents) {
    for await (const read of refusingOthers(document.id, recordsOf(document, signal))) {
      signal.throwIfAborted();
      yield { index, ...read };
      index++;
    }
  }
}

type ReadRecord = Omit<InputRecord, 'index'>;

async function* recordsOf(document: TextDocument, signal: AbortSignal): AsyncGenerator<ReadRecord> {
  for await (const read of readRecords(document.open(signal), { document: document.id })) {
    yield {
      at: { document: document.id, ...(read.line === undefined ? {} : { line: read.line }) },
      value: 'value' in read ? read.value : undefined,
      error: 'error' in read ? read.error : undefined,
    };
  }
}

/** Holds bad records at the start back until a good one follows, and gives up where too many do not. */
async function* refusingOthers(
  document: string,
  records: AsyncIterable<ReadRecord>,
): AsyncGenerator<ReadRecord> {
  const bad: ReadRecord[] = [];
  let isStart = true;
  for await (const record of records) {
    isStart &&= record.error !== undefined;
    if (isStart) bad.push(record);
    else yield* [...bad.splice(0), record];
    if (bad.length === badStart) throw noRecords(document, record.error);
  }
  yield* bad;
}

function noRecords(document: string, cause: unknown): PithError {
  return new PithError('input', `'${document}' holds no records: each of its first ${badStart} is bad`, {
    at: { document },
    cause,
    hint: 'every line must be one JSON object, or the file one JSON array; without --records it is read as a text',
  });
}
