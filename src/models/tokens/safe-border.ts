/*
 * A safe border is a place where a text may be cut without changing what a tokenizer counts, if it splits texts into
 * words first: before a lone space between two words.
 */

/** The first safe border of `text`, or -1. */
export function firstSafeBorder(text: string): number {
  let at = text.indexOf(' ');
  while (at >= 0 && !isSafeBorder(text, at)) at = text.indexOf(' ', at + 1);
  return at;
}

/** The last safe border of `text`, or -1. */
export function lastSafeBorder(text: string): number {
  let at = text.lastIndexOf(' ');
  while (at > 0 && !isSafeBorder(text, at)) at = text.lastIndexOf(' ', at - 1);
  return at > 0 ? at : -1;
}

/** Adds up what `count` says of each part of `text` between safe borders. */
export function sumBetweenBorders(text: string, count: (part: string) => number): number {
  let sum = 0;
  let from = 0;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
    if (!isSafeBorder(text, at)) continue;
    sum += count(text.slice(from, at));
    from = at;
  }
  return from < text.length ? sum + count(text.slice(from)) : sum;
}

/** Where to cut a text that is longer than `length` and has no border: there, but not within a surrogate pair. */
export function hardCut(text: string, length: number): number {
  return (text.codePointAt(length - 1) as number) > 0xffff ? length - 1 : length;
}

/**
 * True if `text[at]` is a lone space between two characters that are neither white space (nor U+2581, which some
 * tokenizers write for it) nor marks nor controls. Every tokenizer that first splits a text into words has a
 * border before such a space.
 */
function isSafeBorder(text: string, at: number): boolean {
  return (
    at > 0 &&
    at + 1 < text.length &&
    text.charCodeAt(at) === 0x20 &&
    isPlain(text.charCodeAt(at - 1)) &&
    isPlain(text.charCodeAt(at + 1))
  );
}

/** Half a surrogate pair is plain: what matters is that it is no space. */
function isPlain(unit: number): boolean {
  if (unit < 0x80) return unit > 0x20 && unit < 0x7f;
  if (classes[unit] === unknown) {
    classes[unit] = /[\s\u2581\p{White_Space}\p{Cc}\p{Cf}\p{M}]/u.test(String.fromCharCode(unit))
      ? special
      : plain;
  }
  return classes[unit] === plain;
}

const unknown = 0;
const special = 1;
const plain = 2;
// Facts about Unicode, found when first asked for.
const classes = new Uint8Array(65_536);
