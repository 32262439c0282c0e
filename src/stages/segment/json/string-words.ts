import { isSpace, tearsCharacter } from '../characters.ts';
import type { UnitWriter } from '../unit-writer.ts';
import { writeWords } from '../units.ts';

const BACKSLASH = 0x5c;
/** Escapes that a text shows as white space: the words on both sides are parted there. */
const BLANKS = new Set(['n', 'r', 't']);
const LONGEST = 64;

/**
 * The words of the inside of a JSON string, from `start` to `end`, as units, up to the first that reaches `enough`. No unit
 * ends inside an escape. Returns the end of the last unit, or `end`.
 */
export function writeStringWords(text: string, range: StringRange, units: UnitWriter): number {
  const { start, end, enough } = range;
  for (let at = start; at < end; ) {
    while (at < end && isSpace(text.charCodeAt(at))) at += 1;
    if (at === end) return end;
    const run = at;
    let hasEscape = false;
    for (; at < end && !isSpace(text.charCodeAt(at)); at += 1) {
      if (text.charCodeAt(at) !== BACKSLASH) continue;
      hasEscape = true;
      at += 1;
    }
    at = Math.min(at, end);
    if (!hasEscape) writeWords(text, run, at, units);
    else writeEscaped(text, run, at, units);
    if (at >= enough) return at;
  }
  return end;
}

export interface StringRange {
  readonly start: number;
  readonly end: number;
  readonly enough: number;
}

/** A run with escapes: parted before those that are white space, and where it gets too long. */
function writeEscaped(text: string, start: number, end: number, units: UnitWriter): void {
  let open = start;
  for (let at = start; at < end; ) {
    const isBlank = text.charCodeAt(at) === BACKSLASH && BLANKS.has(text[at + 1] ?? '');
    if (at > open && ((isBlank && !isBlankBefore(text, open, at)) || at - open >= LONGEST)) {
      units.addWhole(open, at);
      open = at;
    }
    at += characterLength(text, at, end);
  }
  if (end > open) units.addWhole(open, end);
}

/** Whether all from `open` to `at` are escapes of white space, which lead to the word behind them. */
function isBlankBefore(text: string, open: number, at: number): boolean {
  for (let next = open; next < at; next += 2)
    if (text.charCodeAt(next) !== BACKSLASH || !BLANKS.has(text[next + 1] ?? '')) return false;
  return true;
}

/** How many code units belong together at `at`: an escape, one of a surrogate pair, or a character. */
function characterLength(text: string, at: number, end: number): number {
  if (text.charCodeAt(at) === BACKSLASH) {
    if (text[at + 1] !== 'u') return Math.min(2, end - at);
    const isHigh = /^d[89ab]/i.test(text.slice(at + 2, at + 4)) && text.startsWith('\\u', at + 6);
    return Math.min(isHigh ? 12 : 6, end - at);
  }
  let next = at + 1;
  while (next < end && tearsCharacter(text, next)) next += 1;
  return next - at;
}
