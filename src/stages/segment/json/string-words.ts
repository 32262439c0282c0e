import { DEFAULT_GUARDS } from '../../guard/guards.ts';
import { isSpace, tearsCharacter } from '../characters.ts';
import type { UnitWriter } from '../unit-writer.ts';
import { writeWords } from '../units.ts';

const BACKSLASH = 0x5c;
/** Escapes that a text shows as white space: the words on both sides are parted there. */
const BLANKS = new Set(['n', 'r', 't']);
const LONGEST = 64;
/** Units of a text with an outline are the same whatever guards are on. */
const GUARDS = new Set(DEFAULT_GUARDS);

/** A part of the inside of a string, and where its units may end. */
export interface StringRange {
  readonly start: number;
  readonly end: number;
  /** The first word that reaches this is the last. */
  readonly enough: number;
}

/**
 * The words of the inside of a JSON string as units. No unit ends inside an escape. Returns the end of the last unit, or
 * the end of the range.
 */
export function writeStringWords(
  text: string,
  { start, end, enough }: StringRange,
  units: UnitWriter,
): number {
  let plain = start;
  let at = start;
  const flush = () => writeWords(text, { from: plain, to: at }, GUARDS, units);
  while (at < end && at < enough) {
    let run = at;
    while (run < end && isSpace(text.charCodeAt(run))) run += 1;
    const { to, hasEscape } = runEnd(text, run, end);
    if (hasEscape) {
      flush();
      writeEscaped(text, run, to, units);
      plain = to;
    }
    at = to;
  }
  flush();
  return at;
}

/** The end of a run without white space. */
function runEnd(
  text: string,
  start: number,
  end: number,
): { readonly to: number; readonly hasEscape: boolean } {
  let hasEscape = false;
  let at = start;
  for (; at < end && !isSpace(text.charCodeAt(at)); at += 1) {
    if (text.charCodeAt(at) !== BACKSLASH) continue;
    hasEscape = true;
    at += 1;
  }
  return { to: Math.min(at, end), hasEscape };
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
