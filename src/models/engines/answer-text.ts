/**
 * The range of a text that makes a readable answer of `[start, end)`: grown to whole words, then without the white
 * space and punctuation around it. Undefined if nothing but punctuation is left.
 */
export function answerRange(text: string, start: number, end: number): readonly [number, number] | undefined {
  let from = start - growth(text, start, -1);
  let to = end + growth(text, end, 1);
  while (from < to && isLooseAtStart(text, from, to)) from++;
  while (from < to && isLooseAtEnd(text, from, to)) to--;
  if (isBracketed(text.slice(from, to))) return answerRange(text, from + 1, to - 1);
  return wordCharacter.test(text.slice(from, to)) ? [from, to] : undefined;
}

/** Answers with the same form are the same answer. */
export function normalizedAnswer(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Sc}%]+/gu, ' ')
    .replace(/\b(?:a|an|the) /g, '')
    .trim();
}

const wordCharacter = /[\p{L}\p{N}\p{M}]/u;
const spacelessScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const maxGrowth = 64;
const brackets: Readonly<Record<string, string>> = {
  ')': '(',
  ']': '[',
  '}': '{',
  '”': '“',
  '»': '«',
  '’': '‘',
};
const closing: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(brackets).map(([close, open]) => [open, close]),
);

/** How far a border moves to the next place where it splits no word; not at all if that is far off. */
function growth(text: string, position: number, step: 1 | -1): number {
  for (let grown = 0; grown <= maxGrowth; grown++) {
    if (!splitsWord(text, position + step * grown)) return grown;
  }
  return splitsPair(text, position) ? 1 : 0;
}

function splitsWord(text: string, position: number): boolean {
  if (position <= 0 || position >= text.length) return false;
  const isInWord = (unit: string) =>
    (wordCharacter.test(unit) && !spacelessScripts.test(unit)) || unit === '_';
  if (isInWord(text[position - 1] as string) && isInWord(text[position] as string)) return true;
  // Before or after the separator of a number such as 1,234.5.
  const splitsNumber = (from: number) => from >= 0 && /^\d[.,]\d$/.test(text.slice(from, from + 3));
  return splitsNumber(position - 1) || splitsNumber(position - 2) || splitsPair(text, position);
}

function splitsPair(text: string, position: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(0, position - 1), position + 1));
}

/** "(so)", but not "(so) and (so)". */
function isBracketed(text: string): boolean {
  const close = closing[text[0] ?? ''];
  return close !== undefined && text.indexOf(close) === text.length - 1;
}

function isLooseAtStart(text: string, from: number, to: number): boolean {
  const character = text[from] as string;
  const next = text[from + 1] ?? '';
  if (character in closing) return !text.slice(from, to).includes(closing[character] as string);
  if (/[-−–]/.test(character)) return !/\d/.test(next);
  if (/[#@/.~]/.test(character)) return !wordCharacter.test(next);
  return /[\s\p{P}]/u.test(character);
}

function isLooseAtEnd(text: string, from: number, to: number): boolean {
  const character = text[to - 1] as string;
  if (character in brackets) return !text.slice(from, to - 1).includes(brackets[character] as string);
  if (character === '%' || character === '/') return false;
  // The last dot of "U.S." belongs to it.
  if (character === '.') return !/(?:^|[^\p{L}])(?:\p{L}\.)+$/u.test(text.slice(Math.max(from, to - 12), to));
  return /[\s\p{P}]/u.test(character);
}
