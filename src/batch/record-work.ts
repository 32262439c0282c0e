import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { CompressStats } from '../compress/compression.ts';
import type { Compressor } from '../compress/compressor.ts';
import { compressRecord, type DataRecord } from '../compress/record.ts';
import { openFiles } from '../open-files.ts';
import { PithError } from '../pipeline/errors.ts';
import { mapOrdered } from '../pipeline/map-ordered.ts';
import type { TextWriter } from '../pipeline/text-writer.ts';
import { type InputRecord, inputRecords } from '../stages/read/input-records.ts';
import { withError } from '../stages/read/record-error.ts';
import type { RecordFailure } from '../store/ledger-entry.ts';
import type { Cut } from './cut.ts';
import type { BatchInput } from './inputs.ts';
import { itemError } from './item-error.ts';
import { tried } from './tried.ts';
import { brokenWork, type Made, type Work } from './work.ts';

export interface RecordWorkOptions {
  readonly compressor: Compressor;
  /** Records of a part. */
  readonly partRecords: number;
  /** Seconds that a record may take. */
  readonly seconds?: number | undefined;
  /** How often a record is tried again that may pass then. */
  readonly retries: number;
  /** Takes bytes that are no text for text. */
  readonly allowBinary: boolean;
}

/** A part is closed early where its records are long: what is in memory at a time does not grow with them. */
const PART_CHARACTERS = 2 ** 23;

/**
 * A file of records as work: so many of them at a time, by their place alone, so that a part is the same in each run.
 * Where the file breaks off, what was read before is work, and then the error is.
 */
export async function* recordWork(
  { path, output: stem }: BatchInput,
  options: RecordWorkOptions,
  signal: AbortSignal,
): AsyncGenerator<Work, void, undefined> {
  const part = new Part(path, stem, options);
  try {
    await using opened = await openFiles([path], {
      reader: 'none',
      decompress: true,
      allowBinary: options.allowBinary,
      signal,
    });
    for await (const record of inputRecords(opened.documents, signal)) {
      part.add(record);
      if (part.isFull) yield part.take();
    }
    if (part.size > 0) yield part.take();
  } catch (error) {
    if (signal.aborted || !PithError.isInstance(error)) throw error;
    if (part.size > 0) yield part.take();
    yield brokenWork(path, part.nextName, error);
  }
}

/** What the names of the parts of a file begin with. */
export function partStem(name: string): string {
  return name.replace(/\.(?:jsonl|ndjson|json)$/i, '');
}

/** The name of a part; those of a file sort as the records do. */
export function partName(stem: string, part: number): string {
  return `${stem}.part-${String(part).padStart(6, '0')}.jsonl`;
}

/** Which part of a file has a name; undefined for what is called otherwise. */
export function partNumber(name: string, stem: string): number | undefined {
  const digits = name.startsWith(stem)
    ? /^\.part-(\d{6,})\.jsonl$/.exec(name.slice(stem.length))?.[1]
    : undefined;
  return digits === undefined ? undefined : Number(digits);
}

/** Records that are gathered until there are enough. */
class Part {
  readonly #path: string;
  readonly #stem: string;
  readonly #options: RecordWorkOptions;
  #records: InputRecord[] = [];
  #hash = createHash('sha256');
  #characters = 0;
  #count = 0;

  constructor(path: string, stem: string, options: RecordWorkOptions) {
    this.#path = path;
    this.#stem = stem;
    this.#options = options;
  }

  get size(): number {
    return this.#records.length;
  }

  get isFull(): boolean {
    return this.size >= this.#options.partRecords || this.#characters >= PART_CHARACTERS;
  }

  get nextName(): string {
    return partName(this.#stem, this.#count);
  }

  add(record: InputRecord): void {
    const text = textFor(record);
    this.#records.push(record);
    this.#hash.update(`${text.length} `).update(text);
    this.#characters += text.length;
  }

  take(): Work {
    const records = this.#records;
    const options = this.#options;
    const work: Work = {
      input: `${this.#path}#${records[0]?.index ?? 0}`,
      name: this.nextName,
      content: this.#hash.digest('hex'),
      bytes: this.#characters,
      records: records.length,
      make: (cut, output, signal) => compressPart(records, cut, options, { output, signal }),
    };
    this.#records = [];
    this.#hash = createHash('sha256');
    this.#characters = 0;
    this.#count += 1;
    return work;
  }
}

/** What a record is told apart by; one that cannot be written fails in any case. */
function textFor({ value, error }: InputRecord): string {
  try {
    return asText(value ?? error?.message);
  } catch {
    return '';
  }
}

async function compressPart(
  records: readonly InputRecord[],
  cut: Cut,
  options: RecordWorkOptions,
  { output, signal }: { readonly output: TextWriter; readonly signal: AbortSignal },
): Promise<Made> {
  const made = { tokensIn: 0, tokensOut: 0, failures: [] as RecordFailure[] };
  const source = (async function* () {
    yield* records;
  })();
  const lines = mapOrdered(
    source,
    availableParallelism(),
    (record, own) => recordLine(record, cut, options, own),
    signal,
  );
  for await (const { line, tokensIn, tokensOut, failure } of lines) {
    await output.write(line);
    made.tokensIn += tokensIn;
    made.tokensOut += tokensOut;
    if (failure !== undefined) made.failures.push(failure);
  }
  await output.flush();
  return made;
}

interface RecordLine {
  readonly line: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly failure?: RecordFailure;
}

/** The record with its texts cut, or as it came with what went wrong. */
async function recordLine(
  { value, error, at, index }: InputRecord,
  { options }: Cut,
  { compressor, seconds, retries }: RecordWorkOptions,
  signal: AbortSignal,
): Promise<RecordLine> {
  const tokens = { tokensIn: 0, tokensOut: 0 };
  try {
    if (value === undefined) throw error;
    const onStats = ({ inputTokens, outputTokens }: CompressStats) => {
      tokens.tokensIn = inputTokens;
      tokens.tokensOut = outputTokens;
    };
    const result = await tried({ retries, seconds, signal }, (own) =>
      compressRecord(compressor, value, { ...options, at, signal: own, onStats }),
    );
    return { line: `${asText(result)}\n`, ...tokens };
  } catch (cause) {
    const failed = itemError(cause, signal);
    const failure = { record: index, code: failed.code, message: failed.message };
    return { line: `${failedLine(value ?? {}, failed)}\n`, tokensIn: 0, tokensOut: 0, failure };
  }
}

/** A record that cannot be written again is left with its error alone. */
function failedLine(record: DataRecord, error: PithError): string {
  try {
    return asText(withError(record, error));
  } catch {
    return asText(withError({}, error));
  }
}

/** @throws {PithError} `input` for what is nested too deeply */
function asText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new PithError('input', 'the record is nested too deeply', { cause });
  }
}
