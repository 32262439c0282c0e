import { PithError } from '../../pipeline/errors.ts';

/** The parts of a tokenizer.json that decide how we count; the others go to the library as they are. */
export interface TokenizerFile {
  readonly model: Part & { readonly vocab?: unknown };
  readonly normalizer: Part | null;
  readonly pre_tokenizer: Part | null;
  readonly added_tokens: readonly AddedToken[];
}

/** A normalizer, pre-tokenizer or model: a type and its settings. */
export interface Part {
  readonly type?: string;
  readonly [setting: string]: unknown;
}

interface AddedToken {
  readonly content: string;
  readonly special?: boolean;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
}

/**
 * Parses a tokenizer.json. Its special tokens are left out, so that a text which spells one counts as text.
 * @throws PithError `tokenizer` if it is no such file.
 */
export function readTokenizerFile(text: string, path: string): TokenizerFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PithError('tokenizer', `${path} is not JSON`, { cause });
  }
  const file = value as Partial<TokenizerFile> | null;
  if (typeof file?.model !== 'object' || file.model === null) {
    throw new PithError('tokenizer', `${path} has no tokenizer model`, {
      hint: 'a tokenizer.json is needed, not a tokenizer_config.json or another file of a model',
    });
  }
  const { type } = file.model;
  if (type !== undefined && !knownModels.has(type)) {
    throw new PithError('tokenizer', `${path} is a tokenizer of an unknown kind: ${type}`, {
      hint: `known kinds: ${[...knownModels].join(', ')}`,
    });
  }
  const { normalizer = null, pre_tokenizer = null, added_tokens = [] } = file;
  return {
    // The library wants all of these, if only as null.
    ...{ decoder: null, post_processor: null, ...file },
    model: file.model,
    normalizer,
    pre_tokenizer,
    added_tokens: added_tokens.filter((token) => token.special !== true),
  };
}

/** What the library can run; it guesses where an old file names no type. */
const knownModels: ReadonlySet<string> = new Set(['BPE', 'Unigram', 'WordPiece']);

/**
 * The vocabulary, line by line, if the file is the uncased BERT tokenizer that we have ourselves: exact where the
 * library is not (it lower-cases whole texts), and many times as fast.
 */
export function uncasedBertVocabulary(file: TokenizerFile): readonly string[] | undefined {
  const { model, normalizer, pre_tokenizer } = file;
  const isBert =
    model.type === 'WordPiece' &&
    hasSettings(model, {
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    }) &&
    normalizer?.type === 'BertNormalizer' &&
    hasSettings(normalizer, { clean_text: true, handle_chinese_chars: true, lowercase: true }) &&
    normalizer['strip_accents'] !== false &&
    pre_tokenizer?.type === 'BertPreTokenizer' &&
    file.added_tokens.length === 0;
  if (!isBert) return undefined;
  const lines: string[] = [];
  for (const [piece, id] of Object.entries(model.vocab as Readonly<Record<string, number>>))
    lines[id] = piece;
  return Array.from(lines, (line) => line ?? '');
}

function hasSettings(part: Part, settings: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(settings).every(([name, value]) => part[name] === value);
}
