import { stat } from 'node:fs/promises';
import { PithError } from '../../pipeline/errors.ts';
import type { Spool } from '../../pipeline/spool.ts';
import { fileBytes } from './file-bytes.ts';
import { fileError } from './file-error.ts';

/** Bytes that can be read again and again. */
export type ByteSource = (signal?: AbortSignal) => AsyncIterable<Uint8Array>;

export interface ByteSourceOptions {
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly createSpool: () => Spool;
  readonly signal?: AbortSignal;
}

/**
 * The bytes of a file, which is opened again each time, or of what can be read only once, which is spooled: `-`, a pipe.
 *
 * @throws PithError `input` if it is missing or cannot be read
 */
export async function byteSource(path: string, options: ByteSourceOptions): Promise<ByteSource> {
  if (path === '-') {
    if (options.stdin === undefined) {
      throw new PithError('input', "there is no standard input to read for '-'");
    }
    return spooled(options.stdin, options);
  }
  const state = await stat(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  // Files that the system makes up as they are read (/proc) have no size.
  const isStored = state.isFile() && state.size > 0;
  return isStored ? (signal) => fileBytes(path, state, signal) : spooled(fileBytes(path), options);
}

/** At least so many of the first bytes, if there are as many. */
export async function firstBytes(bytes: AsyncIterable<Uint8Array>, least: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    // The source may write into its chunk again.
    parts.push(new Uint8Array(chunk));
    length += chunk.length;
    if (length >= least) break;
  }
  return Buffer.concat(parts);
}

async function spooled(bytes: AsyncIterable<Uint8Array>, options: ByteSourceOptions): Promise<ByteSource> {
  const spool = options.createSpool();
  for await (const chunk of bytes) {
    options.signal?.throwIfAborted();
    spool.append(chunk);
  }
  return () => spool.read();
}
