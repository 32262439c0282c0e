/** What BERT's normaliser and pre-tokeniser make of one character. */
export interface Character {
  readonly kind: 'dropped' | 'space' | 'isolated' | 'word';
  /** Its folded form; one character may become several. Empty if dropped or a space. */
  readonly text: string;
  /** How many characters (not UTF-16 units) `text` has. */
  readonly length: number;
  /** {@link surface} bits of the character as it was written. */
  readonly surface: number;
}

/** What a word's characters tell of its surface form; the bits of a word are those of its characters joined. */
export const surface = { digit: 1, upper: 2, lower: 4 } as const;

/** What a BERT vocabulary leaves of a character. */
export interface Folding {
  readonly lowerCase: boolean;
  readonly stripsAccents: boolean;
}

/**
 * BERT's normaliser (clean text, isolate Chinese characters; decompose, strip accents and lower case if the folding
 * says so) and pre-tokeniser, one character at a time. That is the same as normalising the whole text, because the
 * marks that canonical reordering moves are stripped; of the few that are not (Hangul tone marks, say) only the offsets
 * differ.
 */
export class CharacterReader {
  readonly #folding: Folding;
  readonly #known = new Map<number, Character>();

  constructor(folding: Folding) {
    this.#folding = folding;
  }

  read(code: number): Character {
    let character = this.#known.get(code);
    if (character === undefined) {
      character = classify(code, this.#folding);
      if (this.#known.size >= MAX_KNOWN) this.#known.clear();
      this.#known.set(code, character);
    }
    return character;
  }
}

const MAX_KNOWN = 65_536;

const dropped: Character = { kind: 'dropped', text: '', length: 0, surface: 0 };
const space: Character = { kind: 'space', text: '', length: 0, surface: 0 };

function classify(code: number, folding: Folding): Character {
  const char = String.fromCodePoint(code);
  if (isDropped(code, char) || (folding.stripsAccents && formerMarks.has(code))) return dropped;
  if (/\p{White_Space}/u.test(char)) return space;
  const isLetter = isLaterThanUnicode8(code) || formerPunctuation.has(code);
  const text = fold(char, isLetter ? { ...folding, stripsAccents: false } : folding);
  if (text === '') return dropped;
  const isolated = isChinese(code) || isPunctuation(code, text);
  return { kind: isolated ? 'isolated' : 'word', text, length: [...text].length, surface: surfaceOf(char) };
}

function fold(char: string, { lowerCase, stripsAccents }: Folding): string {
  const bare = stripsAccents ? char.normalize('NFD').replace(/\p{Mn}/gu, '') : char;
  return lowerCase ? bare.toLowerCase() : bare;
}

function surfaceOf(char: string): number {
  if (/\p{Nd}/u.test(char)) return surface.digit;
  if (/\p{Uppercase}/u.test(char)) return surface.upper;
  return /\p{Lowercase}/u.test(char) ? surface.lower : 0;
}

/** Controls, formats, private use and lone surrogates, but not unassigned characters. Tab and line ends are spaces. */
function isDropped(code: number, char: string): boolean {
  if (code === 0xfffd) return true;
  if (code === 0x09 || code === 0x0a || code === 0x0d || isLaterThanUnicode8(code)) return false;
  return /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(char);
}

function isPunctuation(code: number, folded: string): boolean {
  if (formerPunctuation.has(code)) return true;
  return !isLaterThanUnicode8(code) && /^[\p{P}!-/:-@[-`{-~]/u.test(folded);
}

/** The blocks that BERT splits character by character; kana and hangul are not among them. */
function isChinese(code: number): boolean {
  return code >= 0x3400 && chineseBlocks.some(([first, last]) => code >= first && code <= last);
}

const chineseBlocks = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b920, 0x2ceaf],
  [0xf900, 0xfaff],
  [0x2f800, 0x2fa1f],
] as const;

/*
 * The tokenizers library, which the models were trained with, knows Unicode 8, and JavaScript something later
 * that grows with each version of Node. Marks, formats and punctuation that came after Unicode 8 are
 * letters to it: these ranges hold them (and only letters besides). Four characters have changed their category.
 */
function isLaterThanUnicode8(code: number): boolean {
  return code >= 0x61d && laterRanges.some(([first, last]) => code >= first && code <= last);
}

const formerMarks: ReadonlySet<number> = new Set([0x1734, 0x1171e]);
const formerPunctuation: ReadonlySet<number> = new Set([0x166d, 0x111c9]);

const laterRanges = [
  [0x61d, 0x61d],
  [0x7fd, 0x7fd],
  [0x890, 0x8e2],
  [0x9fd, 0x9fe],
  [0xa76, 0xa76],
  [0xafa, 0xaff],
  [0xb55, 0xb55],
  [0xc04, 0xc3c],
  [0xc77, 0xc77],
  [0xc84, 0xc84],
  [0xd00, 0xd00],
  [0xd3b, 0xd3c],
  [0xd81, 0xd81],
  [0xeba, 0xeba],
  [0xece, 0xece],
  [0x180f, 0x1886],
  [0x1abf, 0x1aeb],
  [0x1b4e, 0x1b4f],
  [0x1b7d, 0x1b7f],
  [0x1df6, 0x1dfb],
  [0x2e43, 0x2e5d],
  [0xa82c, 0xa82c],
  [0xa8c5, 0xa8c5],
  [0xa8ff, 0xa8ff],
  [0xa9bd, 0xa9bd],
  [0x105c9, 0x105e4],
  [0x10d24, 0x10f89],
  [0x11070, 0x11074],
  [0x110c2, 0x110cd],
  [0x111cf, 0x111cf],
  [0x1123e, 0x11241],
  [0x1133b, 0x1133b],
  [0x11383, 0x1145e],
  [0x11660, 0x1166c],
  [0x116b9, 0x116b9],
  [0x1182f, 0x11fff],
  [0x12ff1, 0x1612f],
  [0x16d68, 0x16f4f],
  [0x16fe2, 0x16fe4],
  [0x1cf00, 0x1cf46],
  [0x1e000, 0x1e6f5],
  [0x1e944, 0x1e95f],
] as const;
