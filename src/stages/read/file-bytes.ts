import type { Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PithError } from '../../pipeline/errors.ts';
import { fileError, isMissing } from './file-error.ts';

/** What tells one state of a file from another. */
export type FileState = Pick<Stats, 'size' | 'mtimeMs' | 'ino'>;

/**
 * Reads a file in chunks of up to 256 KiB, each valid until the next is asked for.
 *
 * @throws PithError `input` if the file cannot be read, or is not in the state `expected` before and after.
 */
export async function* fileBytes(
  path: string,
  expected?: FileState,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const handle = await opened(path, expected);
  try {
    await check(handle, path, expected);
    const buffer = new Uint8Array(262_144);
    let left = expected?.size ?? Number.POSITIVE_INFINITY;
    for (;;) {
      signal?.throwIfAborted();
      const length = await readSome(handle, buffer, path);
      if (length === 0) {
        break;
      }
      left -= length;
      // A file that grows as fast as it is read would never end.
      if (left < 0) {
        throw changed(path);
      }
      yield buffer.subarray(0, length);
    }
    await check(handle, path, expected);
  } finally {
    await handle.close();
  }
}

async function opened(path: string, expected: FileState | undefined): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw expected !== undefined && isMissing(error) ? changed(path, error) : fileError(error, path);
  }
}

async function readSome(handle: FileHandle, buffer: Uint8Array, path: string): Promise<number> {
  try {
    return (await handle.read(buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    throw fileError(error, path);
  }
}

async function check(handle: FileHandle, path: string, expected: FileState | undefined): Promise<void> {
  if (expected === undefined) {
    return;
  }
  const { size, mtimeMs, ino } = await handle.stat();
  if (size !== expected.size || mtimeMs !== expected.mtimeMs || ino !== expected.ino) {
    throw changed(path);
  }
}

function changed(path: string, cause?: unknown): PithError {
  return new PithError('input', `'${path}' changed while being read`, {
    hint: 'Pipe a file that others still write to into standard input.',
    at: { document: path },
    cause,
  });
}
