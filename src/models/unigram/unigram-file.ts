import { PithError } from '../../pipeline/errors.ts';
import { Charsmap } from './charsmap.ts';
import type { NormaliserOptions } from './normaliser.ts';
import { Unigram, type UnigramOptions } from './unigram.ts';

/** A part of a tokenizer.json: a type and its settings. */
export interface TokenizerPart {
  readonly type?: string;
  readonly [setting: string]: unknown;
}

/** The parts of a tokenizer.json that a Unigram tokenizer is made of. */
export interface UnigramFile {
  readonly model: TokenizerPart;
  readonly normalizer: TokenizerPart | null;
  readonly preTokenizer: TokenizerPart | null;
  /** Pieces that no text spells. */
  readonly special: ReadonlySet<string>;
}

/**
 * Makes the tokenizer that a tokenizer.json with a Unigram model describes.
 * @throws PithError `tokenizer` for a setting that we do not know: its pieces would not be those of the model.
 */
export function readUnigram({ model, normalizer, preTokenizer, special }: UnigramFile): Unigram {
  const { vocab, unk_id: unknown, byte_fallback: byteFallback } = model;
  if (!isVocabulary(vocab)) throw unknownKind('its vocabulary is no list of pieces and scores');
  if (!isIndex(unknown, vocab.length)) throw unknownKind('it has no unknown piece');
  if (byteFallback === true) throw unknownKind('it spells unknown characters as bytes');
  return new Unigram({
    vocabulary: vocab,
    unknown,
    special,
    ...normaliserOf(partsOf(normalizer, 'normalizers')),
    ...preTokenizerOf(partsOf(preTokenizer, 'pretokenizers')),
  });
}

/** In the one order in which converters write them: the map, the end, the runs of spaces. */
function normaliserOf(parts: readonly TokenizerPart[]): NormaliserOptions {
  const rest = [...parts];
  const take = (isWanted: (part: TokenizerPart) => boolean) =>
    rest[0] !== undefined && isWanted(rest[0]) ? rest.shift() : undefined;
  const map = take(({ type }) => type === 'Precompiled')?.['precompiled_charsmap'];
  const strip = take((part) => part.type === 'Strip' && part['strip_left'] !== true);
  const runs = take(
    ({ type, pattern, content }) =>
      type === 'Replace' &&
      isObject(pattern) &&
      pattern['Regex'] === ' {2,}' &&
      (content === ' ' || content === '▁'),
  );
  if (rest[0] !== undefined) throw unknownKind(`its normalizer is ${describe(rest[0])}`);
  return {
    charsmap: typeof map === 'string' && map !== '' ? new Charsmap(map) : undefined,
    stripsEnd: strip?.['strip_right'] === true,
    spaces: runs === undefined ? undefined : String(runs['content']),
  };
}

function preTokenizerOf(parts: readonly TokenizerPart[]) {
  const [first, second] = parts;
  const splitsAtWhiteSpace = first?.type === 'WhitespaceSplit';
  const metaspace = splitsAtWhiteSpace ? second : first;
  const isKnown =
    metaspace?.type === 'Metaspace' &&
    metaspace['replacement'] === '▁' &&
    metaspace['split'] !== false &&
    parts.length === (splitsAtWhiteSpace ? 2 : 1);
  if (!isKnown) throw unknownKind(`its pre-tokenizer is ${parts.map(describe).join(' and ') || 'absent'}`);
  return { splitsAtWhiteSpace, marks: marksOf(metaspace) };
}

/** Old files say it with a switch, new ones with a word. */
function marksOf({
  prepend_scheme: scheme,
  add_prefix_space: isAdded,
}: TokenizerPart): UnigramOptions['marks'] {
  if (scheme === 'first' || scheme === 'never') return scheme;
  return scheme === undefined && isAdded === false ? 'never' : 'always';
}

/** A part, or the parts of a sequence. */
function partsOf(part: TokenizerPart | null, key: string): readonly TokenizerPart[] {
  if (part === null) return [];
  const parts = part.type === 'Sequence' ? part[key] : [part];
  if (Array.isArray(parts) && parts.every(isObject)) return parts;
  throw unknownKind(`its ${key} are no list of parts`);
}

function isIndex(value: unknown, length: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < length;
}

function isVocabulary(value: unknown): value is readonly (readonly [string, number])[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every(
    (entry) => Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number',
  );
}

function isObject(value: unknown): value is TokenizerPart {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(part: TokenizerPart): string {
  const { precompiled_charsmap: _, ...settings } = part;
  return JSON.stringify(settings);
}

function unknownKind(what: string): PithError {
  return new PithError('tokenizer', `a Unigram tokenizer of an unknown kind: ${what}`, {
    hint: 'known are the tokenizers of XLM-R and its kin',
  });
}
