import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { PithError } from '../pipeline/errors.ts';
import type { Ledger } from '../store/ledger.ts';
import { contentHash } from './content-hash.ts';
import type { Cut } from './cut.ts';
import type { BatchInput } from './inputs.ts';
import type { OutputFolder } from './output-folder.ts';
import { partName, type RecordWorkOptions, recordWork } from './record-work.ts';
import { type TextWorkOptions, textWork } from './text-work.ts';
import { BROKEN, type Work } from './work.ts';

/** How inputs become work. */
export type WorkOptions =
  | ({ readonly type: 'texts' } & TextWorkOptions)
  | ({ readonly type: 'records' } & RecordWorkOptions);

/** What is known of earlier runs. */
export interface EarlierRuns {
  readonly ledger: Ledger;
  readonly folder: OutputFolder;
  readonly cuts: readonly Cut[];
}

interface Known extends EarlierRuns {
  /** Hears of a file of records that was read to its end: what its parts are called after, and how many there are. */
  readonly onParts: (output: string, count: number) => void;
}

/** The work of a batch, in the order of its inputs. */
export async function* batchWork(
  inputs: readonly BatchInput[],
  options: WorkOptions,
  known: Known,
  signal: AbortSignal,
): AsyncGenerator<Work, void, undefined> {
  for (const input of inputs) {
    signal.throwIfAborted();
    if (options.type === 'texts') yield await textWork(input, options, signal);
    else yield* fileOfRecords(input, options, known, signal);
  }
}

/** A file of records that is done is not parsed to see it. */
async function* fileOfRecords(
  input: BatchInput,
  options: RecordWorkOptions,
  known: Known,
  signal: AbortSignal,
): AsyncGenerator<Work, void, undefined> {
  const before = await modifiedAt(input.path);
  // What cannot be read fails below, in words.
  const content = await contentHash(input.path, signal).catch(() => undefined);
  const done = content === undefined ? undefined : await doneParts(input, content, known);
  if (done !== undefined) {
    known.onParts(input.output, done.length);
    return yield* done;
  }
  const contents: string[] = [];
  let brokeOff = false;
  for await (const work of recordWork(input, options, signal)) {
    contents.push(work.content);
    const isTail = brokeOff;
    brokeOff ||= brokeOffAt(work.name, known);
    yield isTail ? { ...work, isTail } : work;
  }
  const isWhole = content !== undefined && !contents.includes(BROKEN);
  if (!isWhole || (await modifiedAt(input.path)) !== before) return;
  const parts = { count: contents.length, digest: digestOf(contents) };
  for (const { folder, recipe } of known.cuts)
    known.ledger.setParts(`${folder}${input.output}`, recipe, content, parts);
  known.onParts(input.output, parts.count);
}

/** Whether a file could not be read on from a part when it was read last. */
function brokeOffAt(name: string, { ledger, cuts }: EarlierRuns): boolean {
  return cuts.some(({ folder }) => ledger.find(`${folder}${name}`)?.content === BROKEN);
}

function digestOf(contents: readonly string[]): string {
  return createHash('sha256').update(contents.join('\n')).digest('hex');
}

/** The parts of a file if all of them are as they would be written; undefined otherwise. */
async function doneParts(
  { path, output, bytes }: BatchInput,
  content: string,
  { ledger, folder, cuts }: EarlierRuns,
): Promise<readonly Work[] | undefined> {
  const works: Work[] = [];
  for (const cut of cuts) {
    const parts = ledger.partsOf(`${cut.folder}${output}`, cut.recipe, content);
    if (parts === undefined) return undefined;
    const contents: string[] = [];
    for (let part = 0; part < parts.count; part += 1) {
      const name = partName(output, part);
      const known = ledger.find(`${cut.folder}${name}`);
      const isDone = known?.state === 'done' && known.failedRecords === 0 && known.recipe === cut.recipe;
      if (!isDone || !(await folder.holds(`${cut.folder}${name}`, known))) return undefined;
      contents.push(known.content);
      if (cut === cuts[0]) works.push(doneWork(path, name, known.content, bytes / parts.count));
    }
    // They may be done as they were before the file changed.
    if (digestOf(contents) !== parts.digest) return undefined;
  }
  return works;
}

function doneWork(input: string, name: string, content: string, bytes: number): Work {
  const make = () => Promise.reject(new PithError('input', `'${input}' changed while it was read`));
  return { input, name, content, bytes, records: null, isDone: true, make };
}

async function modifiedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}
