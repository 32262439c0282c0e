import { readFile } from 'node:fs/promises';
import type { Tokenizer } from '@huggingface/tokenizers';
import { PithError } from '../../pipeline/errors.ts';
import { WordPiece } from '../wordpiece/wordpiece.ts';
import { memoise } from './memo.ts';
import { hardCut, sumBetweenBorders } from './safe-border.ts';
import { splitsAtSpaces } from './space-splitting.ts';
import type { TokenCounter } from './token-counter.ts';
import { readTokenizerFile, type TokenizerFile, uncasedBertVocabulary } from './tokenizer-file.ts';

/** The library fails on much longer texts without a border: they are cut, which may change the count by a token. */
const maxLength = 32_768;

/**
 * Counts with the tokenizer.json of a model. Text that looks like a special token counts as text.
 *
 * Exact for byte-level BPE, which the GPT, Llama 3 and 4, Qwen and Mistral families use, and for uncased BERT. Other
 * kinds are counted as `@huggingface/tokenizers` does, which differs on rare characters.
 * @throws PithError `tokenizer` if the file cannot be read or is of a kind that we do not know.
 */
export async function tokenizerJsonCounter(path: string): Promise<TokenCounter> {
  const file = readTokenizerFile(await readText(path), path);
  const vocabulary = uncasedBertVocabulary(file);
  if (vocabulary !== undefined) {
    const wordPiece = new WordPiece(vocabulary);
    return { name: path, splitsAtSpaces: true, count: (text) => wordPiece.encode(text).count };
  }
  const tokenizer = await loadTokenizer(file, path);
  const count = (text: string): number => {
    const end = text.length > maxLength ? hardCut(text, maxLength) : text.length;
    const { ids } = tokenizer.encode(text.slice(0, end), { add_special_tokens: false });
    return end < text.length ? ids.length + count(text.slice(end)) : ids.length;
  };
  if (!splitsAtSpaces(file, tokenizer.pre_tokenizer)) return { name: path, splitsAtSpaces: false, count };
  const countPart = memoise(count);
  return { name: path, splitsAtSpaces: true, count: (text) => sumBetweenBorders(text, countPart) };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new PithError('tokenizer', `cannot read the tokenizer ${path}`, { cause });
  }
}

async function loadTokenizer(file: TokenizerFile, path: string): Promise<Tokenizer> {
  const library = await import('@huggingface/tokenizers');
  try {
    return new library.Tokenizer(file, {});
  } catch (cause) {
    throw new PithError('tokenizer', `${path} is a tokenizer of an unknown kind`, {
      cause,
      hint: 'it must be a tokenizer.json of the Hugging Face tokenizers library',
    });
  }
}
