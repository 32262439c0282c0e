/** A word of a text, fit to be compared. */
export interface Word {
  /** In lower case. */
  readonly form: string;
  /** What stands between the word before and this one, white space as one space; a word is no part of it. */
  readonly before: string;
  /** UTF-16 offsets into the text. */
  readonly start: number;
  readonly end: number;
}

/** The words of a text, in order. Where a script puts no space between words, each character is one. */
export function wordsOf(text: string): readonly Word[] {
  let last = 0;
  return [...text.matchAll(pattern)].map(({ 0: word, index: start }) => {
    const end = start + word.length;
    const before = text.slice(last, start).replaceAll(/\s+/g, ' ');
    last = end;
    return { form: word.toLowerCase(), before, start, end };
  });
}

const spaceless =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}';
const pattern = new RegExp(`[${spaceless}]|(?:(?![${spaceless}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
