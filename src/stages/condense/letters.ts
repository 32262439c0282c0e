import { isSpace } from '../segment/characters.ts';
import { isTerminator } from '../segment/sentence.ts';

/** What a character is to somebody who compares statements; what is not here is a letter, a digit, or a sign that may matter. */
export const letter = {
  space: 0,
  newline: 1,
  /** A mark that says nothing where it stands at the border of a word. */
  mark: 2,
  /** Such a mark that may end a sentence. */
  stop: 3,
  /** A mark that says something, and may end a sentence. */
  ending: 4,
  /** The mark of a quoted line. */
  quoted: 5,
  /** The first that is no kind, but a character. */
  first: 6,
} as const;

const MARKS = '.,;:()[]{}"\'`*_#|…“”„‟‘’‚«»‹›「」『』。，、．；：';
/** Letters up to here have their cases folded. */
const FOLDED = 0x0590;
const BLOCK = 0x10000;

/** For each character one of {@link letter}, or else the character itself, the same for both cases of a letter. */
export const LETTERS = Uint16Array.from({ length: BLOCK }, (_, code) => {
  if (isSpace(code)) return letter.space;
  if (code >= FOLDED) return code;
  const lower = String.fromCharCode(code).toLowerCase();
  return Math.max(letter.first, lower.length === 1 ? lower.charCodeAt(0) : code);
});
for (let code = 0; code < BLOCK; code += 1) if (isTerminator(code)) LETTERS[code] = letter.ending;
for (const mark of MARKS) {
  const code = mark.charCodeAt(0);
  LETTERS[code] = isTerminator(code) ? letter.stop : letter.mark;
}
LETTERS[0x0a] = letter.newline;
LETTERS[0x3e] = letter.quoted;

/** One of {@link letter}, or a character. */
export function letterAt(text: string, at: number): number {
  return LETTERS[text.charCodeAt(at)] ?? letter.space;
}

/** Whether a letter, a digit, or a sign that may matter stands at `at`. */
export function isSaid(text: string, at: number): boolean {
  const found = letterAt(text, at);
  return found >= letter.first || found === letter.ending;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
