import { readFile } from 'node:fs/promises';
import { PithError } from '../pipeline/errors.ts';
import { systemMessage } from '../pipeline/system-message.ts';

/**
 * A small file that a flag names, whole.
 *
 * @throws PithError `input` where it cannot be read
 */
export async function readTextFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new PithError('input', `cannot read ${path}: ${systemMessage(error)}`, { cause: error });
  });
}
