/**
 * Words as the statistics see them: runs of letters, digits, marks and underscores, hashed in lower case.
 * A hash instead of a string keeps the path of every character free of allocations; two of forty thousand
 * words share a 32-bit hash about once in five tables, which costs one word an approximate frequency.
 */

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const WIDE = 4;
const UNDERSCORE = 5;

/** Class of every code below 128; the rest take the slow path. */
const CLASS = new Uint8Array(128).map((_, code) => {
  if (code >= 97 && code <= 122) return LOWER;
  if (code === 95) return UNDERSCORE;
  if (code >= 65 && code <= 90) return UPPER;
  return code >= 48 && code <= 57 ? DIGIT : OTHER;
});

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_]/u;
const UPPERCASE = /\p{Uppercase}/u;
const FIRST_UPPERCASE = /^\p{Uppercase}/u;
const LOWERCASE = /\p{Lowercase}/u;
const DECIMAL = /\p{Nd}/u;
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** How many endings {@link WordReader.ending} tells apart. */
export const ENDINGS = 27 ** 3;

/** What is known of one word after {@link WordReader.next}. Fields are reused: copy what must last. */
export class WordReader {
  /** Case-folded hash of the whole word. */
  hash = 0;
  /** The hash without a plural `s`, for matching a question. */
  stem = 0;
  start = 0;
  end = 0;
  /** Characters (code points). */
  length = 0;
  /** The first character is an upper-case letter. */
  capital = false;
  /** At least two characters, upper-case letters and no lower-case ones. */
  allCaps = false;
  /** Holds a decimal digit. */
  digit = false;
  /** Has an upper-case letter behind a first character that is none. */
  mixed = false;
  underscore = false;
  /** Nothing but the digits 0 to 9. */
  plainNumber = false;
  /** Nothing but the letters a to z, in any case. */
  plainLetters = false;

  /** Moves to the first word that starts in `text` at or after `from` and before `to`; false if there is none. */
  next(text: string, from: number, to: number): boolean {
    let position = from;
    while (position < to && classOf(text, position) === OTHER) position += 1;
    if (position >= to) return false;
    return this.#read(text, position, to);
  }

  /**
   * The last three letters of a word of plain letters as a number to base 27, a as 1 and letters that are missing as 0;
   * 0 for any other word. Less than {@link ENDINGS}. `text` is the one that was read.
   */
  ending(text: string): number {
    if (!this.plainLetters) return 0;
    let ending = 0;
    for (let at = Math.max(this.start, this.end - 3); at < this.end; at += 1)
      ending = ending * 27 + (text.charCodeAt(at) & 31);
    return ending;
  }

  #read(text: string, start: number, to: number): boolean {
    let hash = SEED;
    let previous = SEED;
    let upper = 0;
    let lower = 0;
    let digits = 0;
    let wide = false;
    let position = start;
    let last = 0;
    for (; position < to; position += 1) {
      let code = text.charCodeAt(position);
      const kind = code < 128 ? (CLASS[code] ?? OTHER) : classOf(text, position);
      if (kind === OTHER) break;
      if (kind === UPPER) {
        upper += 1;
        code |= 32;
      } else if (kind === LOWER) lower += 1;
      else if (kind === DIGIT) digits += 1;
      else if (kind === WIDE) wide = true;
      previous = hash;
      last = code;
      hash = Math.imul(hash ^ code, PRIME);
    }
    this.start = start;
    this.end = position;
    this.length = position - start;
    this.plainNumber = digits === this.length;
    this.plainLetters = upper + lower === this.length;
    if (wide) return this.#readWide(text.slice(start, position));
    this.hash = hash;
    this.stem = last === 115 && position - start > 3 ? previous : hash;
    this.capital = CLASS[text.charCodeAt(start)] === UPPER;
    this.allCaps = upper > 0 && lower === 0 && position - start > 1;
    this.digit = digits > 0;
    this.mixed = upper > 0 && !this.capital;
    this.underscore = upper + lower + digits < this.length;
    return true;
  }

  #readWide(word: string): boolean {
    const folded = word.toLowerCase();
    let hash = SEED;
    for (let index = 0; index < folded.length; index += 1)
      hash = Math.imul(hash ^ folded.charCodeAt(index), PRIME);
    this.hash = hash;
    this.stem = hash;
    for (let index = 1; index < word.length; index += 1)
      if (isTrail(word.charCodeAt(index))) this.length -= 1;
    this.capital = FIRST_UPPERCASE.test(word);
    this.allCaps = this.length > 1 && UPPERCASE.test(word) && !LOWERCASE.test(word);
    this.digit = DECIMAL.test(word);
    this.mixed = !this.capital && UPPERCASE.test(word);
    this.underscore = word.includes('_');
    return true;
  }
}

/** The case-folded hash of one word, as {@link WordReader} computes it. */
export function hashWord(word: string): number {
  const reader = new WordReader();
  return reader.next(word, 0, word.length) ? reader.hash : SEED;
}

function classOf(text: string, position: number): number {
  const code = text.charCodeAt(position);
  if (code < 128) return CLASS[code] ?? OTHER;
  return wideClass(text, position, code);
}

/** A surrogate pair counts as one character, and both of its halves have its class. */
function wideClass(text: string, position: number, code: number): number {
  const isSecond = isTrail(code) && position > 0 && isLead(text.charCodeAt(position - 1));
  const point = text.codePointAt(isSecond ? position - 1 : position) ?? code;
  if (point < WIDE_CACHE.length) {
    const known = WIDE_CACHE[point] ?? 0;
    if (known !== 0) return known - 1;
    const kind = WORD_CHARACTER.test(String.fromCodePoint(point)) ? WIDE : OTHER;
    WIDE_CACHE[point] = kind + 1;
    return kind;
  }
  return WORD_CHARACTER.test(String.fromCodePoint(point)) ? WIDE : OTHER;
}

function isLead(code: number): boolean {
  return (code & 0xfc00) === 0xd800;
}

function isTrail(code: number): boolean {
  return (code & 0xfc00) === 0xdc00;
}

/** Class plus one for the basic plane, filled on demand: a constant of Unicode, not state. */
const WIDE_CACHE = new Uint8Array(0x10000);
