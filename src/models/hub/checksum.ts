import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * True if a file has the checksum that the hub names it by: SHA-256 for large files, the SHA-1 that git gives a blob for
 * small ones. Undefined for a name that is neither, of which nothing can be said.
 */
export async function hasChecksum(
  path: string,
  checksum: string,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  if (!isChecksum(checksum)) return undefined;
  const hash = createHash(checksum.length === 64 ? 'sha256' : 'sha1');
  if (checksum.length === 40) hash.update(`blob ${(await stat(path)).size}\0`);
  await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
  return hash.digest('hex') === checksum;
}

export function isChecksum(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
