import type { Tokenizer } from '@huggingface/tokenizers';
import type { Part, TokenizerFile } from './tokenizer-file.ts';

/**
 * Whether a tokenizer has a border before every lone space between words, so that counts may be added up there.
 *
 * Normalizers and added tokens can be judged by their kind. A pre-tokenizer can hold any pattern: it is tried with
 * characters of every Unicode category on both sides of the space, alone and in runs.
 */
export function splitsAtSpaces(file: TokenizerFile, preTokenizer: Tokenizer['pre_tokenizer']): boolean {
  return (
    isLocal(file.normalizer) &&
    file.added_tokens.every(({ content, lstrip, rstrip }) => !lstrip && !rstrip && !/\s/.test(content)) &&
    preTokenizer !== null &&
    splitsContexts((text) => preTokenizer.pre_tokenize(text, { section_index: 0 }))
  );
}

/** Normalizers that change characters where they stand, whatever lies beyond the space. */
const localNormalizers: ReadonlySet<unknown> = new Set([
  'BertNormalizer',
  'Lowercase',
  'NFC',
  'NFD',
  'NFKC',
  'NFKD',
  'StripAccents',
]);

function isLocal(normalizer: Part | null): boolean {
  if (normalizer === null) return true;
  if (normalizer.type !== 'Sequence') return localNormalizers.has(normalizer.type);
  return (normalizer['normalizers'] as readonly Part[]).every(isLocal);
}

function splitsContexts(split: (text: string) => readonly string[]): boolean {
  const lefts = contexts.map((text) => split(text).join('\n'));
  const rights = contexts.map((text) => split(` ${text}`).join('\n'));
  return contexts.every((left, i) =>
    contexts.every((right, j) => split(`${left} ${right}`).join('\n') === `${lefts[i]}\n${rights[j]}`),
  );
}

/** One or two of: letters of each case and of none, numbers, each kind of punctuation and symbol, an emoji. */
const characters = ['a', 'Z', 'ß', 'ǅ', 'ʰ', '中', 'あ', '한', 'ไ', 'ب', '7', '٣', '½', 'Ⅷ'];
const symbols = ['.', "'", '"', '/', '-', '_', '(', ')', '«', '»', '+', '$', '^', '©', '😀', '<', '#'];
const contexts = [...characters, ...symbols].flatMap((char) => [
  char,
  char.repeat(4),
  `${char}s`,
  `${char}\n${char}`,
]);
