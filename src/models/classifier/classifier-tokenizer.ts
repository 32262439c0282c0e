import { PithError } from '../../pipeline/errors.ts';
import { readUnigram, type TokenizerPart } from '../unigram/unigram-file.ts';
import type { PieceTokenizer } from '../wordpiece/pieces.ts';
import { WordPiece, type WordPieceOptions } from '../wordpiece/wordpiece.ts';
import { ByteLevel } from './byte-level.ts';
import { type SpecialPieces, specialPieces } from './special-pieces.ts';
import { damagedError, piecesById, readTokenizerFields, type TokenizerFields } from './tokenizer-fields.ts';

/** A tokenizer, and what stands around its pieces in a window. */
export interface ClassifierTokenizer {
  readonly tokenizer: PieceTokenizer;
  readonly special: SpecialPieces;
}

/**
 * Makes the tokenizer of a parsed tokenizer.json: WordPiece of any BERT, Unigram of XLM-R, byte-level BPE of RoBERTa.
 * @throws PithError `tokenizer` for any other, or if the file is damaged.
 */
export async function fromTokenizerJson(value: unknown): Promise<ClassifierTokenizer> {
  const fields = readTokenizerFields(value);
  const tokenizer = await tokenizerOf(fields, value as object);
  const addedIds = new Map(fields.added.map(({ content, id }) => [content, id]));
  const idOf = (piece: string) => addedIds.get(piece) ?? idIn(fields.model['vocab'], piece);
  return { tokenizer, special: specialPieces(fields.postProcessor, idOf) };
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

async function tokenizerOf(fields: TokenizerFields, file: object): Promise<PieceTokenizer> {
  const { model, normalizer, preTokenizer, added } = fields;
  // Old files do not name the kind.
  const kind = model.type ?? (Array.isArray(model['vocab']) ? 'Unigram' : 'WordPiece');
  if (kind === 'Unigram') {
    const special = new Set(added.filter((token) => token.special).map(({ content }) => content));
    return readUnigram({ model, normalizer, preTokenizer, special });
  }
  if (kind === 'WordPiece') return bert(fields);
  if (kind === 'BPE' && preTokenizer?.type === 'ByteLevel' && normalizer === null)
    return byteLevel(fields, file);
  throw unknownKind(kind, normalizer, preTokenizer);
}

function bert({ model, normalizer, preTokenizer }: TokenizerFields): WordPiece {
  const isKnown =
    normalizer?.type === 'BertNormalizer' &&
    normalizer['clean_text'] !== false &&
    normalizer['handle_chinese_chars'] !== false &&
    preTokenizer?.type === 'BertPreTokenizer' &&
    (model['continuing_subword_prefix'] ?? '##') === '##' &&
    (model['unk_token'] ?? '[UNK]') === '[UNK]' &&
    (model['max_input_chars_per_word'] ?? 100) === 100;
  if (!isKnown) throw unknownKind('WordPiece', normalizer, preTokenizer);
  return new WordPiece(
    piecesById(model['vocab']),
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

async function byteLevel({ model, added }: TokenizerFields, file: object): Promise<ByteLevel> {
  const library = await import('@huggingface/tokenizers');
  piecesById(model['vocab']);
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
    throw damagedError('its model cannot be read', cause);
  }
}

/** In a vocabulary that has been checked: a list of pieces with their scores, or an object with their ids. */
function idIn(vocabulary: unknown, piece: string): number | undefined {
  if (!Array.isArray(vocabulary)) return (vocabulary as Readonly<Record<string, number>>)[piece];
  const id = vocabulary.findIndex((entry: readonly unknown[]) => entry[0] === piece);
  return id < 0 ? undefined : id;
}

function unknownKind(kind: string, ...parts: readonly (TokenizerPart | null)[]): PithError {
  const names = [kind, ...parts.map((part) => part?.type ?? 'nothing')].join(' with ');
  return new PithError('tokenizer', `a tokenizer of an unknown kind: ${names}`, {
    hint: 'known are those of BERT, XLM-R and RoBERTa',
  });
}
