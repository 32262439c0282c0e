import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { PithError } from '../pipeline/errors.ts';

/**
 * SHA-256 over the contents of files, in their order.
 * @throws {PithError} `model` if one cannot be read.
 */
export async function hashFiles(paths: readonly string[]): Promise<Buffer> {
  const all = createHash('sha256');
  for (const path of paths) {
    const one = createHash('sha256');
    try {
      for await (const chunk of createReadStream(path)) one.update(chunk as Uint8Array);
    } catch (cause) {
      throw new PithError('model', `cannot read ${path}, a file of a model`, { cause });
    }
    all.update(one.digest());
  }
  return all.digest();
}

/** The same, worked out when it is first asked for and then known. */
export function filesHash(paths: readonly string[]): () => Promise<Buffer> {
  let hash: Promise<Buffer> | undefined;
  return () => {
    hash ??= hashFiles(paths);
    return hash;
  };
}
