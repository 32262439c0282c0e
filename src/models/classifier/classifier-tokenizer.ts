import { PithError } from '../../pipeline/errors.ts';
import { readUnigram, type TokenizerPart } from '../unigram/unigram-file.ts';
import type { PieceTokenizer } from '../wordpiece/pieces.ts';
import { WordPiece, type WordPieceOptions } from '../wordpiece/wordpiece.ts';
import { ByteLevel } from './byte-level.ts';
import { type SpecialPieces, specialPieces } from './special-pieces.ts';

/** A tokenizer, and what stands around its pieces in a window. */
export interface ClassifierTokenizer {
  readonly tokenizer: PieceTokenizer;
  readonly special: SpecialPieces;
}

/**
 * Makes the tokenizer of a parsed tokenizer.json: WordPiece of any BERT, Unigram of XLM-R, byte-level BPE of RoBERTa.
 * @throws PithError `tokenizer` for any other.
 */
export async function fromTokenizerJson(value: unknown): Promise<ClassifierTokenizer> {
  const file = (value ?? {}) as RawTokenizer;
  const { model, post_processor, added_tokens: added = [] } = file;
  if (typeof model !== 'object' || model === null) {
    throw new PithError('tokenizer', 'a tokenizer.json without a model', { hint: 'fetch it again' });
  }
  const addedIds = new Map(added.map(({ content, id }) => [content, id]));
  const idOf = (piece: string) => addedIds.get(piece) ?? idIn(model['vocab'], piece);
  return { tokenizer: await tokenizerOf(file, model), special: specialPieces(post_processor, idOf) };
}

/** Makes the tokenizer of a BERT from the lines of its vocab.txt and its parsed tokenizer_config.json. */
export function fromVocabulary(lines: readonly string[], config: unknown): ClassifierTokenizer {
  const { do_lower_case, strip_accents } = (config ?? {}) as RawBertConfig;
  const idOf = (piece: string) => (lines.includes(piece) ? lines.indexOf(piece) : undefined);
  return {
    tokenizer: new WordPiece(lines, foldingOf(do_lower_case, strip_accents)),
    special: specialPieces(undefined, idOf),
  };
}

interface RawBertConfig {
  readonly do_lower_case?: unknown;
  readonly strip_accents?: unknown;
}

interface RawTokenizer {
  readonly model?: TokenizerPart | null;
  readonly normalizer?: TokenizerPart | null;
  readonly pre_tokenizer?: TokenizerPart | null;
  readonly post_processor?: unknown;
  readonly added_tokens?: readonly {
    readonly id: number;
    readonly content: string;
    readonly special?: boolean;
  }[];
}

async function tokenizerOf(file: RawTokenizer, model: TokenizerPart): Promise<PieceTokenizer> {
  const { normalizer = null, pre_tokenizer: preTokenizer = null, added_tokens: added = [] } = file;
  // Old files do not name the kind.
  const kind = model.type ?? (Array.isArray(model['vocab']) ? 'Unigram' : 'WordPiece');
  if (kind === 'Unigram') {
    const special = new Set(added.filter((token) => token.special).map(({ content }) => content));
    return readUnigram({ model, normalizer, preTokenizer, special });
  }
  if (kind === 'WordPiece') return bert(model, normalizer, preTokenizer);
  if (kind === 'BPE' && preTokenizer?.type === 'ByteLevel' && normalizer === null)
    return byteLevel(file, added);
  throw unknownKind(kind, normalizer, preTokenizer);
}

function bert(
  model: TokenizerPart,
  normalizer: TokenizerPart | null,
  preTokenizer: TokenizerPart | null,
): WordPiece {
  const isKnown =
    normalizer?.type === 'BertNormalizer' &&
    normalizer['clean_text'] !== false &&
    normalizer['handle_chinese_chars'] !== false &&
    preTokenizer?.type === 'BertPreTokenizer' &&
    (model['continuing_subword_prefix'] ?? '##') === '##' &&
    (model['unk_token'] ?? '[UNK]') === '[UNK]' &&
    (model['max_input_chars_per_word'] ?? 100) === 100;
  if (!isKnown) throw unknownKind('WordPiece', normalizer, preTokenizer);
  const lines: string[] = [];
  for (const [piece, id] of Object.entries(model['vocab'] as Readonly<Record<string, number>>))
    lines[id] = piece;
  return new WordPiece(
    Array.from(lines, (line) => line ?? ''),
    foldingOf(normalizer['lowercase'], normalizer['strip_accents']),
  );
}

/** Uncased is the default, and accents go with the capitals. */
function foldingOf(lowerCase: unknown, stripsAccents: unknown): WordPieceOptions {
  const isUncased = lowerCase !== false;
  return {
    lowerCase: isUncased,
    stripsAccents: typeof stripsAccents === 'boolean' ? stripsAccents : isUncased,
  };
}

async function byteLevel(
  file: RawTokenizer,
  added: RawTokenizer['added_tokens'] & object,
): Promise<ByteLevel> {
  const library = await import('@huggingface/tokenizers');
  // What spells a special token is text.
  const plain = {
    decoder: null,
    ...file,
    post_processor: null,
    added_tokens: added.filter((one) => !one.special),
  };
  try {
    return new ByteLevel(new library.Tokenizer(plain, {}));
  } catch (cause) {
    throw new PithError('tokenizer', 'the tokenizer.json is damaged', { cause, hint: 'fetch it again' });
  }
}

function idIn(vocabulary: unknown, piece: string): number | undefined {
  if (Array.isArray(vocabulary)) {
    const id = vocabulary.findIndex((entry: readonly unknown[]) => entry[0] === piece);
    return id < 0 ? undefined : id;
  }
  return (vocabulary as Readonly<Record<string, number>> | undefined)?.[piece];
}

function unknownKind(kind: string, ...parts: readonly (TokenizerPart | null)[]): PithError {
  const names = [kind, ...parts.map((part) => part?.type ?? 'nothing')].join(' with ');
  return new PithError('tokenizer', `a tokenizer of an unknown kind: ${names}`, {
    hint: 'known are those of BERT, XLM-R and RoBERTa',
  });
}
