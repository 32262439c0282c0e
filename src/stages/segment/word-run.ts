import type { GuardedSpans } from '../guard/guarded-spans.ts';
import { isClosing, isOpening, tearsCharacter } from './characters.ts';
import { wordEnd } from './punctuation.ts';
import { isSpaceless } from './scripts.ts';
import type { UnitWriter } from './unit-writer.ts';

/** A run of more characters than this is divided, whatever its script. */
export const longestWord = 64;

/** Below this, no character opens a word of wide scripts. */
const firstWide = 0x0e00;

/**
 * Divides a run without white space into units: by the words of scripts that write no spaces, after long
 * dashes between words, and by punctuation where a word is very long (base64, minified JSON), but never inside `spans`.
 */
export function divideRun(
  text: string,
  start: number,
  end: number,
  units: UnitWriter,
  spans?: GuardedSpans,
): void {
  const run = { text, units, spans };
  let open = start;
  for (let at = start; at < end; ) {
    const spaceless = isSpaceless(text.codePointAt(at) ?? 0);
    const to = stretchEnd(text, at, end, spaceless);
    open = breakAt(run, open, at);
    open = spaceless ? divideWords(run, open, at, to) : divideOthers(run, open, at, to);
    at = to;
  }
  writePieces(text, open, end, units, spans);
}

/** What is divided, where the units go, and what must stay whole. */
interface Run {
  readonly text: string;
  readonly units: UnitWriter;
  readonly spans: GuardedSpans | undefined;
}

/**
 * Divides a run only where it is too long for one unit: behind separators, or into short pieces where it has none, as
 * they may cost a token a character, and small budgets are to be filled too.
 */
export function writePieces(
  text: string,
  start: number,
  end: number,
  units: UnitWriter,
  spans?: GuardedSpans,
): void {
  let open = start;
  for (let most = longestWord; end - open > most; ) {
    const separated = separatorEnd(text, open, end);
    const proposed = separated || characterEnd(text, open + shortestPiece, open + 1, end);
    const cut = spans === undefined ? proposed : outside(text, open, proposed, spans);
    if (cut >= end) {
      break;
    }
    most = separated > 0 ? longestWord : shortestPiece;
    if (cut < proposed && wordEnd(text, open, cut) === open) units.addWord(text, open, cut);
    else units.addWhole(open, cut);
    open = cut;
  }
  if (open === start) units.addWord(text, start, end, spans);
  else units.addWhole(open, end);
}

/** The cut before the guarded span that `cut` lies in, and the marks that open it, or behind it where the piece begins with it. */
function outside(text: string, open: number, cut: number, spans: GuardedSpans): number {
  const [start, end] = spans.around(cut) ?? [cut, cut];
  if (start === end) return cut;
  let before = start;
  while (before > open && openers.includes(text.charAt(before - 1))) before -= 1;
  if (before > open) return before;
  return start > open ? start : end;
}

const openers = '"\'`([{<';

/** The end of the stretch of characters that all have, or all lack, a script with spaces. */
function stretchEnd(text: string, start: number, end: number, spaceless: boolean): number {
  let at = start;
  while (at < end) {
    const point = text.codePointAt(at) ?? 0;
    if (at > start && isSpaceless(point) !== spaceless && !tearsCharacter(text, at)) {
      break;
    }
    at += point > 0xffff ? 2 : 1;
  }
  return Math.min(at, end);
}

/** Writes the words that end inside `[from, to)` and returns where the word still open began. */
function divideWords(run: Run, start: number, from: number, to: number): number {
  const { text } = run;
  let open = start;
  for (let part = from; part < to; part += segmenterLimit) {
    const length = Math.min(segmenterLimit, to - part);
    const segments = words.segment(text.slice(part, part + length));
    // Asked for one by one: a quarter faster than to iterate.
    for (let at = 0; at < length; at += segments.containing(at)?.segment.length ?? length)
      open = breakAt(run, open, part + at);
  }
  return open;
}

const words = new Intl.Segmenter('und', { granularity: 'word' });

// Quadratic in the length of its text on Node 20.
const segmenterLimit = 2048;

/** The same for a stretch of other characters, which divides after long dashes and before wide brackets. */
function divideOthers(run: Run, start: number, from: number, to: number): number {
  const { text } = run;
  let open = start;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === emDash || code === ellipsis) {
      open = at + 1 < to ? breakAt(run, open, at + 1) : open;
    } else if (code > firstWide && isOpening(code)) {
      open = breakAt(run, open, at);
    }
  }
  return open;
}

const emDash = 0x2014;
const ellipsis = 0x2026;

/** Ends the open word at `at` if a border may be there: punctuation stays with the word that it belongs to. */
function breakAt({ text, units, spans }: Run, open: number, at: number): number {
  const isBorder =
    at > open &&
    !isClosing(text.charCodeAt(at)) &&
    !isOpening(text.charCodeAt(at - 1)) &&
    !tearsCharacter(text, at) &&
    spans?.around(at) === undefined;
  if (!isBorder) {
    return open;
  }
  writePieces(text, open, at, units, spans);
  return at;
}

/** The best border behind a separator for a piece of a long word; 0 if there is none in reach. */
function separatorEnd(text: string, start: number, end: number): number {
  const last = Math.min(start + longestWord, end - 1);
  let weak = 0;
  for (let at = start + shortestPiece; at <= last; at += 1) {
    const strength = separators[text.charCodeAt(at - 1)] ?? 0;
    // Of several separators in a row the last one ends the piece; a quote opens the next piece.
    if (strength > 0 && (separators[text.charCodeAt(at)] ?? 0) === 0 && !tearsCharacter(text, at)) {
      if (strength === strong) {
        return at;
      }
      weak = at;
    }
  }
  return weak;
}

const shortestPiece = 16;
const strong = 2;
const separators = new Uint8Array(128);
for (const mark of ',;&|') {
  separators[mark.charCodeAt(0)] = strong;
}
for (const mark of '/.:=_-+?#%}])>') {
  separators[mark.charCodeAt(0)] = 1;
}

/** The border between characters nearest before `at`, or else the first after it. */
function characterEnd(text: string, at: number, least: number, end: number): number {
  for (let cut = at; cut > least; cut -= 1) {
    if (!tearsCharacter(text, cut)) {
      return cut;
    }
  }
  let cut = at + 1;
  while (cut < end && tearsCharacter(text, cut)) {
    cut += 1;
  }
  return cut;
}
