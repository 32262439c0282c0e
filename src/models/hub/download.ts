import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { abortedError } from '../../pipeline/abort.ts';
import { fileSize } from '../file-kind.ts';
import { megabytes } from '../megabytes.ts';
import { hasChecksum } from './checksum.ts';
import { diskError, HubError, type HubPlace, SPACE } from './hub-error.ts';
import { bodyError, type FileDescription, type HubHttp, startOf } from './hub-http.ts';

export interface DownloadOptions {
  /** Path below the endpoint. */
  readonly url: string;
  readonly place: HubPlace;
  readonly description: FileDescription;
  /** Where the contents go; until they are whole and checked they lie beside it. */
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes that are here. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Fetches the contents of a file, going on where an earlier try stopped. A file of the right size that is here is taken
 * for whole.
 *
 * The bytes are written to their own places, never appended: two processes that fetch the same file write the same
 * bytes, and neither needs to know of the other.
 * @throws {HubError} if it cannot be had, or is not what its checksum says; a PithError `aborted`.
 */
export async function download(http: HubHttp, options: DownloadOptions): Promise<void> {
  const { path, description, signal } = options;
  const isHere = async () => (await fileSize(path)) === description.bytes;
  if (await isHere()) return;
  const part = `${path}.incomplete`;
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw diskError(error, path);
  });
  for (let isFresh = false; ; isFresh = true) {
    const resumedFrom = await fetchAll(http, part, options, isHere);
    if (await isWhole(part, description, signal, isHere)) break;
    await rm(part, { force: true });
    if (await isHere()) return;
    // What lay here may have been damaged: only what came in one go proves the hub wrong.
    if (isFresh || resumedFrom === 0) throw damagedError(options);
  }
  await rename(part, path).catch(async (error: unknown) => {
    // Another process was faster.
    if (!(await isHere())) throw diskError(error, path);
  });
}

/** Fetches what is missing, unless another process is faster; returns how many bytes were here before. */
async function fetchAll(
  http: HubHttp,
  part: string,
  options: DownloadOptions,
  isHere: () => Promise<boolean>,
): Promise<number> {
  const { bytes } = options.description;
  const resumedFrom = await partSize(part, bytes);
  await checkRoom(part, bytes - resumedFrom);
  options.onBytes?.(resumedFrom);
  let at = resumedFrom;
  for (let attempt = 1; at < bytes; attempt += 1) {
    const before = at;
    try {
      at = await fetchFrom(http, part, at, options);
      if (at < bytes) throw new HubError('cut', `${options.place.file} broke off`, { hint: AGAIN });
    } catch (error) {
      if (await isHere()) return resumedFrom;
      at = await partSize(part, bytes);
      // Tries are counted from the last progress on.
      if (at > before) attempt = 1;
      await http.pause(error, attempt);
    }
  }
  if (bytes === 0) await (await openPart(part)).close();
  return resumedFrom;
}

const AGAIN = 'run the same command again: it goes on where it stopped';

/** Writes one response to its place; returns where it ended. */
async function fetchFrom(
  http: HubHttp,
  part: string,
  from: number,
  { url, place, description, signal, onBytes }: DownloadOptions,
): Promise<number> {
  const response = await http.open(url, place, from);
  let at = startOf(response, from);
  const file = await openPart(part);
  try {
    for await (const chunk of response.body ?? []) {
      const bytes = chunk as Uint8Array;
      if (at + bytes.length > description.bytes) throw tooLongError(place);
      await writeAt(file, bytes, at, part);
      at += bytes.length;
      onBytes?.(at);
    }
    return at;
  } catch (error) {
    return bodyError(response.url, signal)(error);
  } finally {
    await file.close();
  }
}

async function openPart(part: string): Promise<FileHandle> {
  return open(part, constants.O_RDWR | constants.O_CREAT).catch((error: unknown) => {
    throw diskError(error, part);
  });
}

async function writeAt(file: FileHandle, bytes: Uint8Array, at: number, path: string): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file
      .write(bytes, done, bytes.length - done, at + done)
      .catch((error: unknown) => {
        throw diskError(error, path);
      });
    done += bytesWritten;
  }
}

/** What is here of a file; more than all of it is nothing. */
async function partSize(part: string, bytes: number): Promise<number> {
  const size = (await fileSize(part)) ?? 0;
  if (size <= bytes) return size;
  await rm(part, { force: true });
  return 0;
}

async function checkRoom(part: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(part));
  if (needed <= bavail * bsize) return;
  const message = `${megabytes(needed)} are needed in ${dirname(part)}, and ${megabytes(bavail * bsize)} are free`;
  throw new HubError('disk', message, { hint: SPACE });
}

async function isWhole(
  part: string,
  { etag, bytes }: FileDescription,
  signal: AbortSignal | undefined,
  isHere: () => Promise<boolean>,
): Promise<boolean> {
  try {
    if ((await stat(part)).size !== bytes) return false;
    return (await hasChecksum(part, etag, signal)) !== false;
  } catch (error) {
    // Another process was faster.
    if (await isHere()) return true;
    throw signal?.aborted ? abortedError(signal) : diskError(error, part);
  }
}

function tooLongError({ file }: HubPlace): HubError {
  return new HubError('damaged', `${file} is longer than the hub says`, { hint: DAMAGED });
}

function damagedError({ place: { file } }: DownloadOptions): HubError {
  return new HubError('damaged', `${file} arrived damaged: its checksum differs`, { hint: DAMAGED });
}

const DAMAGED = 'try again; if it happens again, something between here and the hub changes files';
