import { readFile } from 'node:fs/promises';
import { PithError } from '../../pipeline/errors.ts';

/**
 * Reads a vocab.txt: one piece a line, in the order of the ids.
 * @throws PithError `tokenizer` if the file cannot be read.
 */
export async function readVocabulary(path: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new PithError('tokenizer', `cannot read the vocabulary ${path}`, {
      cause,
      hint: 'reinstall the package, or put the file beside the model card',
    });
  }
  // Only line ends separate pieces: some pieces hold other separators.
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}
