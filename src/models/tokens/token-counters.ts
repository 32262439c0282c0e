import { PithError } from '../../pipeline/errors.ts';
import { bundledVocabulary } from '../model-files.ts';
import { readVocabulary } from '../wordpiece/vocabulary.ts';
import { WordPiece } from '../wordpiece/wordpiece.ts';
import { encodingCounter, encodings } from './encodings.ts';
import type { TokenCounter } from './token-counter.ts';
import { tokenizerJsonCounter } from './tokenizer-json.ts';

/** What counts tokens unless the user says otherwise. */
export const defaultTokenizer = 'o200k_base';

/** The names that {@link tokenCounter} knows; it takes the path of a tokenizer.json as well. */
export const tokenizerNames: readonly string[] = [...encodings.keys(), 'wordpiece'];

/**
 * Finds the token counter of a name or of the path of a tokenizer.json. Loads what it needs and no more.
 * @throws PithError `usage` for an unknown name, `tokenizer` for a file that cannot be read.
 */
export async function tokenCounter(name: string): Promise<TokenCounter> {
  const load = encodings.get(name);
  if (load !== undefined) return encodingCounter(name, await load());
  if (name === 'wordpiece') return wordPieceCounter();
  if (name.endsWith('.json')) return tokenizerJsonCounter(name);
  throw new PithError('usage', `unknown tokenizer: ${name}`, {
    hint: `use ${tokenizerNames.join(', ')}, or the path of a tokenizer.json`,
  });
}

async function wordPieceCounter(): Promise<TokenCounter> {
  const tokenizer = new WordPiece(await readVocabulary(bundledVocabulary()));
  return { name: 'wordpiece', splitsAtSpaces: true, count: (text) => tokenizer.encode(text).count };
}
