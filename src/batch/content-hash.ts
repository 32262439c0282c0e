import { createHash } from 'node:crypto';
import { fileBytes } from '../stages/read/file-bytes.ts';

/**
 * SHA-256 of a file's bytes, in hexadecimal.
 * @throws {PithError} `input` if it cannot be read
 */
export async function contentHash(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fileBytes(path, undefined, signal)) hash.update(chunk);
  return hash.digest('hex');
}
