import type { Guard } from './guards.ts';
import { FUNCTION_WORDS, LEADING_PARTICLES, PARTICLES, TITLES } from './name-words.ts';
import { AUXILIARIES, BEHIND_VERB, FRENCH_CLOSERS, LIGHT_WORDS, NEGATIONS } from './negation-words.ts';
import {
  CURRENCIES,
  DATE_LINKS,
  MONTHS,
  RANGE_WORDS,
  UNIT_LINKS,
  UNIT_WORDS,
  WIDE_UNITS,
} from './number-words.ts';

/**
 * What each guard promises, as patterns that can be read. They share the lists of words with the code that divides text,
 * and nothing else, so that its errors show. They are slow: for a check, and for documentation. Of a match only its group
 * `span` is guarded, where there is one.
 *
 * The text they read has U+2029 in place of line breaks that end a paragraph.
 */
export const guardPatterns: Readonly<Record<Guard, readonly RegExp[]>> = {
  numbers: numberPatterns(),
  negations: negationPatterns(),
  names: [namePattern()],
  urls: [
    /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`()[\]{},;|*\u0e00-\uffff]*[\w/~=#&%-](?=[^\w/~=#&%-]|$)/gi,
    /(?<![\w.+@/-])[a-z0-9][\w.+-]*@[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*\.[a-z]{2,12}(?![\w.@-])/gi,
  ],
  code: [
    /(?<!`)`(?!`)[^`\n\u2029]{1,80}`(?!`)/g,
    // A call or a place in a list, as a word of its own, of a length that is no data.
    /(?<=^|\s)(?=\S{1,64}(?:\s|$))[A-Za-z]\w*(?:\.\w+)*(?:\([^\s()]{0,20}\)|\[[^\s[\]]{1,20}\])(?=[.,;:!?]?(?:\s|$))/g,
    /(?<=^|\s)__[A-Za-z]\w{0,40}__(?=[.,;:!?]?(?:\s|$))/g,
    // snake_case, camelCase, dotted.names, a::b, of lengths that are no data.
    /(?<![\w.:$@/\\`-])[A-Za-z]\w{0,30}(?:(?:::|\.|-)[A-Za-z]\w{0,30}){0,2}(?![\w.:$@/\\`-])/g,
  ],
  quotes: [
    /(?<=^|[\s([{])"(?![\s"])(?:(?![.!?]\s)[^"“”„«»「」『』\n\u2029。]){1,60}(?<!\s)"(?![\p{L}\p{N}])/gu,
    /“(?![\s”])(?:(?![.!?]\s)[^"“”„«»「」『』\n\u2029。]){1,60}(?<!\s)”/gu,
    /«(?![\s»])(?:(?![.!?]\s)[^"“”„«»「」『』\n\u2029。]){1,60}(?<!\s)»/gu,
  ],
};

/** Between two words of one paragraph. */
function gap(): string {
  return String.raw`(?:[^\S\n\u2029]+|[^\S\n\u2029]*\n[^\S\n\u2029]*)`;
}

/** Where a word begins and ends: at white space, with nothing but marks between. */
function marks(): string {
  return String.raw`[\(\[{<"'\x60*_“‘„«‹¿¡（「『【《\)\]}>”’»›.,;:!?…–—\-、。，．：；！？）」』】》]`;
}

function start(): string {
  return String.raw`(?<=(?:^|\s)[(\["“]?)`;
}

function end(): string {
  return String.raw`(?=${marks()}*(?:\s|$))`;
}

function oneOf(words: Iterable<string>): string {
  const escaped = [...words].map((word) =>
    word.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replace("'", "['’]"),
  );
  return `(?:${escaped.sort((a, b) => b.length - a.length).join('|')})`;
}

function numberPatterns(): RegExp[] {
  const number = String.raw`[-+−–]?[$€£¥]?\d{1,12}(?:[.,:/–-]\d{1,12}){0,4}%?`;
  const unit = `${oneOf(UNIT_WORDS)}${end()}`;
  const month = oneOf(MONTHS);
  const link = `(?:${oneOf(DATE_LINKS)}${gap()})?`;
  const currency = oneOf([...CURRENCIES].filter((word) => word.length > 0));
  const range = oneOf(RANGE_WORDS);
  return [
    `${start()}${number}${gap()}(?:${oneOf(UNIT_LINKS)}${gap()})?${unit}`,
    `${start()}${number}${gap()}${unit}(?:${gap()}${unit}){1,3}`,
    `${start()}${currency}${gap()}${number}${end()}`,
    `${start()}${number}${gap()}${range}${gap()}${number}${end()}`,
    String.raw`${start()}${month}\.?${gap()}\d{1,2}(?:,?${gap()}\d{4})?${end()}`,
    String.raw`${start()}\d{1,2}(?:st|nd|rd|th)?\.?${gap()}${link}${month}(?:${gap()}${link}\d{4})?${end()}`,
    String.raw`(?<![\p{L}\p{N}\p{M}_.,:/@-])\d{1,20}(?:[.,:/]\d{1,20}){1,4}(?![\p{L}\p{N}_.,:/@-])`,
    String.raw`\d{1,20}(?:\.\d{1,20})?[${[...WIDE_UNITS].join('')}]`,
  ].map((pattern) => new RegExp(pattern, 'gu'));
}

function negationPatterns(): RegExp[] {
  const word = String.raw`(?!${marks()})[^\s]*?[^\s\-](?<!${marks()})${end()}`;
  const light = String.raw`(?:${oneOf(LIGHT_WORDS)}|(?!${marks()})[^\s]+ly)(?=\s)`;
  const behind = `(?:${gap()}${light}){0,3}${gap()}${word}`;
  const before = `(?:${oneOf(AUXILIARIES)}${gap()}){0,2}`;
  const negation = String.raw`(?:${oneOf([...NEGATIONS].filter((one) => one !== 'ne' && !BEHIND_VERB.has(one)))}|\p{L}{2,8}n['’]t)(?=\s)`;
  const french = String.raw`(?:ne|n['’]\p{L}+)(?=\s)`;
  return [
    `${start()}${before}${negation}${behind}`,
    String.raw`${start()}(?!${marks()})[\p{L}]+${gap()}${oneOf(BEHIND_VERB)}${end()}`,
    String.raw`${start()}${french}(?:${gap()}[\p{L}'’]+(?=\s)){0,2}${gap()}${oneOf(FRENCH_CLOSERS)}${end()}`,
  ].map((pattern) => new RegExp(pattern, 'giu'));
}

function namePattern(): RegExp {
  const inner = String.raw`(?:[^\s]*[^\s](?<!${marks()}))?`;
  const initial = String.raw`(?:\p{Lu}(?:\.\p{Lu}){0,4}|${oneOf(TITLES)})\.(?=\s)`;
  const capital = String.raw`(?!${oneOf(FUNCTION_WORDS)}${end()})(?:${initial}|\p{Lu}${inner}(?=\s|${marks()}*(?:\s|$)))`;
  const small = `(?:${oneOf(PARTICLES)}${gap()}){0,2}`;
  const leading = `(?:${oneOf(LEADING_PARTICLES)}${gap()}(?:${oneOf(PARTICLES)}${gap()})?)?`;
  // The first word may have marks before it, and counts as one of the name.
  const opened = String.raw`(?<=(?:^|\s)[\(\[{<"'\x60*_“‘„«‹¿¡]*)`;
  return new RegExp(`${opened}${leading}${capital}(?:${gap()}${small}${capital})+${end()}`, 'gu');
}
