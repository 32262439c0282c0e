import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PithError } from '../../pipeline/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { unzstd } from './zstd.ts';

/** The forms of compressed files that are opened, by the end of their names. */
const forms: ReadonlyMap<string, (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>> = new Map([
  ['.gz', gunzipped],
  ['.zst', unzstd],
]);

/** A name without the ending that says how the file is compressed. */
export function plainName(path: string): string {
  const ending = endingOf(path);
  return ending === undefined ? path : path.slice(0, -ending.length);
}

/** The bytes that a compressed file holds; those of any other file as they are. */
export function decompressed(bytes: ByteSource, path: string): ByteSource {
  const open = forms.get(endingOf(path) ?? '');
  if (open === undefined) return bytes;
  return async function* (signal) {
    try {
      yield* open(bytes(signal));
    } catch (error) {
      if (PithError.isInstance(error) || signal?.aborted === true) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new PithError('input', `'${path}' cannot be decompressed: ${reason}`, {
        hint: 'The file may be damaged, or not what its name says.',
        at: { document: path },
        cause: error,
      });
    }
  };
}

/**
 * The same bytes up to a limit.
 * @throws {PithError} `limit` as soon as there are more
 */
export function limited(bytes: ByteSource, path: string, most: number): ByteSource {
  return async function* (signal) {
    let read = 0;
    for await (const chunk of bytes(signal)) {
      read += chunk.length;
      if (read > most) {
        throw new PithError('limit', `'${path}' holds more than ${most} bytes`, {
          hint: 'Raise --max-size if that is meant to be read.',
          at: { document: path },
        });
      }
      yield chunk;
    }
  };
}

function endingOf(path: string): string | undefined {
  return [...forms.keys()].find((ending) => path.toLowerCase().endsWith(ending));
}

function gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // The source may write into its chunk again.
  const copies = (async function* () {
    for await (const chunk of bytes) yield new Uint8Array(chunk);
  })();
  // Errors reach the reader; it also ends the pipeline when it stops early.
  return pipeline(copies, createGunzip(), () => {});
}
