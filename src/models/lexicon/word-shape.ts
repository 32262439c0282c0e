import type { WordReader } from './words.ts';

/**
 * What a word looks like, with how common it is: one of {@link SHAPES} classes. From the least number: four of
 * lower-case words, from the commonest to the rarest; four of words with a capital inside a sentence; four of those at
 * its start; then, one each, what the constants below name.
 */
export const SHAPES = 27;
const LOWER = 0;
const CAPITAL = 4;
const CAPITAL_AT_START = 8;
const KNOWN_ALL_CAPS = 12;
const RARE_ALL_CAPS = 13;
const INITIAL = 14;
const INITIAL_AT_START = 15;
const MIXED = 16;
const ONE_DIGIT = 17;
const TWO_DIGITS = 18;
const THREE_DIGITS = 19;
const YEAR = 20;
const FOUR_DIGITS = 21;
const MORE_DIGITS = 22;
const DIGITS_FIRST = 23;
const LETTERS_FIRST = 24;
const UNDERSCORE = 25;
/** Where there is no word: before the first of a passage, and behind the last. */
export const NO_WORD = 26;

/** The largest share of passages that hold a word of each step; what is rarer than the last is rare. */
const FUNCTION_SHARE = 0.12;
const COMMON_SHARE = 0.015;
const MEDIUM_SHARE = 0.0015;
const RARE = 3;

/** The shape of the word that a reader stands on. `share`: of the background's passages that hold it. */
export function wordShape(word: WordReader, text: string, share: number, startsSentence: boolean): number {
  if (word.digit) return numberShape(word, text);
  if (word.underscore) return UNDERSCORE;
  const rarity = rarityOf(share);
  if (!word.capital) return word.mixed ? MIXED : LOWER + rarity;
  if (word.length === 1) return startsSentence ? INITIAL_AT_START : INITIAL;
  if (word.allCaps) return rarity < RARE ? KNOWN_ALL_CAPS : RARE_ALL_CAPS;
  return (startsSentence ? CAPITAL_AT_START : CAPITAL) + rarity;
}

/** How many kinds of shapes {@link shapeKind} tells apart. */
export const SHAPE_KINDS = 4;

/** 0: in lower case; 1: with capitals; 2: with digits; 3: anything else. */
export function shapeKind(shape: number): number {
  if (shape < CAPITAL) return 0;
  if (shape <= MIXED) return 1;
  return shape <= LETTERS_FIRST ? 2 : 3;
}

function numberShape(word: WordReader, text: string): number {
  if (!word.plainNumber) return isDecimal(text, word.start) ? DIGITS_FIRST : LETTERS_FIRST;
  if (word.length === 4) return isYear(text, word.start) ? YEAR : FOUR_DIGITS;
  return [ONE_DIGIT, TWO_DIGITS, THREE_DIGITS][word.length - 1] ?? MORE_DIGITS;
}

/** 1000 to 2099. */
function isYear(text: string, start: number): boolean {
  const first = text.charCodeAt(start);
  return first === ONE || (first === ONE + 1 && text.charCodeAt(start + 1) === ZERO);
}

function isDecimal(text: string, start: number): boolean {
  const code = text.codePointAt(start) ?? 0;
  if (code < 128) return code >= ZERO && code < ZERO + 10;
  return DECIMAL.test(String.fromCodePoint(code));
}

function rarityOf(share: number): number {
  if (share > COMMON_SHARE) return share > FUNCTION_SHARE ? 0 : 1;
  return share > MEDIUM_SHARE ? 2 : RARE;
}

const DECIMAL = /^\p{Nd}/u;
const ZERO = 48;
const ONE = 49;
