import { PithError } from '../../pipeline/errors.ts';
import type { TokenizerPart } from '../unigram/unigram-file.ts';

/** The fields of a tokenizer.json that pieces depend on. */
export interface TokenizerFields {
  readonly model: TokenizerPart;
  readonly normalizer: TokenizerPart | null;
  readonly preTokenizer: TokenizerPart | null;
  readonly postProcessor: unknown;
  readonly added: readonly AddedToken[];
}

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special?: boolean;
}

/** More pieces than any vocabulary has; a damaged file must not make us ask for the memory of billions. */
const MOST_PIECES = 2 ** 22;

/** @throws PithError `tokenizer` that names the first field that is of the wrong kind. */
export function readTokenizerFields(value: unknown): TokenizerFields {
  const file = isObject(value) ? value : {};
  const { model, post_processor: postProcessor, added_tokens: added = [] } = file;
  if (!isObject(model)) throw damagedError('it has no model');
  if (!Array.isArray(added) || !added.every(isAddedToken)) throw damagedError('its added_tokens are none');
  return {
    model,
    normalizer: partOf(file, 'normalizer'),
    preTokenizer: partOf(file, 'pre_tokenizer'),
    postProcessor,
    added,
  };
}

/**
 * The pieces of a vocabulary by their ids, empty where no piece has an id.
 * @param vocabulary An object from pieces to ids.
 * @throws PithError `tokenizer` if it is none, or two pieces share an id.
 */
export function piecesById(vocabulary: unknown): readonly string[] {
  if (!isObject(vocabulary)) throw damagedError('its vocabulary does not map pieces to ids');
  const pieces: string[] = [];
  for (const [piece, id] of Object.entries(vocabulary)) {
    if (!isPieceId(id)) throw damagedError(`the id of ${JSON.stringify(piece)} is ${JSON.stringify(id)}`);
    if (pieces[id] !== undefined)
      throw damagedError(`${JSON.stringify(pieces[id])} and ${JSON.stringify(piece)} share the id ${id}`);
    pieces[id] = piece;
  }
  return Array.from(pieces, (piece) => piece ?? '');
}

export function isPieceId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < MOST_PIECES;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function damagedError(what: string, cause?: unknown): PithError {
  return new PithError('tokenizer', `the tokenizer.json is damaged: ${what}`, {
    cause,
    hint: 'fetch it again',
  });
}

function partOf(file: Readonly<Record<string, unknown>>, name: string): TokenizerPart | null {
  const part = file[name] ?? null;
  if (part === null || isObject(part)) return part;
  throw damagedError(`its ${name} is ${JSON.stringify(part).slice(0, 40)}`);
}

function isAddedToken(value: unknown): value is AddedToken {
  return isObject(value) && isPieceId(value['id']) && typeof value['content'] === 'string';
}
