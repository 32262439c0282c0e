import { PithError } from '../../pipeline/errors.ts';
import type { JsonValue } from '../../pipeline/json.ts';
import { jsonArrayItems } from './json-array.ts';
import { lines } from './lines.ts';

export type JsonObject = { readonly [name: string]: JsonValue };

/** A record, or why there is none in its place. */
export type RecordRead = {
  /** Ordinal of the record in the input, bad ones included. */
  readonly index: number;
  /** 1-based line, where the input is one record a line. */
  readonly line?: number;
} & ({ readonly value: JsonObject } | { readonly error: PithError });

export interface RecordOptions {
  /** The input's name, for errors. */
  readonly document: string;
  /** Characters that a line may have at most. @default 256 Mi */
  readonly longestLine?: number;
}

/**
 * Reads records from JSON lines, or from a JSON array if that is what the first character opens, in memory that
 * grows with the longest record only. A bad record gives an error in its place, and reading goes on.
 *
 * @throws PithError `input` where an array is malformed or not closed, after the records that are whole.
 */
export async function* readRecords(
  chunks: AsyncIterable<string>,
  options: RecordOptions,
): AsyncGenerator<RecordRead> {
  const source = chunks[Symbol.asyncIterator]();
  const head: string[] = [];
  let first = '';
  while (first === '') {
    const { done, value } = await source.next();
    if (done) {
      break;
    }
    head.push(value);
    first = value.trimStart().charAt(0);
  }
  const all = rejoined(head, source);
  yield* first === '[' ? arrayRecords(all, options) : lineRecords(all, options);
}

async function* rejoined(head: readonly string[], rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    yield* head;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    await rest.return?.();
  }
}

async function* lineRecords(
  chunks: AsyncIterable<string>,
  { document, longestLine = 2 ** 28 }: RecordOptions,
): AsyncGenerator<RecordRead> {
  let index = 0;
  for await (const { line, text } of lines(chunks, longestLine)) {
    if (text === undefined) {
      yield { index, line, error: badRecord(document, line, `it is longer than ${longestLine} characters`) };
    } else if (text.trim() !== '') {
      yield { index, line, ...parseLine(text, document, line) };
    } else {
      continue;
    }
    index += 1;
  }
}

function parseLine(
  text: string,
  document: string,
  line: number,
): { value: JsonObject } | { error: PithError } {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    return {
      error: badRecord(document, line, `it is not JSON (${error instanceof Error ? error.message : error})`),
    };
  }
  return isObject(value)
    ? { value }
    : { error: badRecord(document, line, `it is ${kindOf(value)}, not an object`) };
}

function badRecord(document: string, line: number, reason: string): PithError {
  return new PithError('input', `line ${line} of '${document}' is no record: ${reason}`, {
    hint: 'Every line must be one whole JSON object, or the file one JSON array of objects.',
    at: { document, line },
  });
}

async function* arrayRecords(
  chunks: AsyncIterable<string>,
  { document }: RecordOptions,
): AsyncGenerator<RecordRead> {
  let index = 0;
  for await (const value of jsonArrayItems(chunks, document)) {
    if (isObject(value)) {
      yield { index, value };
    } else {
      const message = `item ${index} of the array in '${document}' is ${kindOf(value)}, not an object`;
      yield { index, error: new PithError('input', message, { at: { document } }) };
    }
    index += 1;
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: JsonValue): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
