import { findGuarded } from '../guard/find-guarded.ts';
import { ALL_GUARDS } from '../guard/guards.ts';
import { isOpening, isSpace, tearsCharacter, tearsPair } from './characters.ts';
import { isTerminator, nextSentence } from './sentence.ts';
import { TextRuns } from './text-runs.ts';

/** Where the passage that begins at `start` may end. */
export interface CutRange {
  readonly start: number;
  /** A passage shorter than this is not worth a cut. */
  readonly floor: number;
  /** The best place for a cut. */
  readonly target: number;
  /** The last place for a cut. */
  readonly cap: number;
  /** Nothing from here on may be looked at; at least `cap`. */
  readonly limit: number;
}

/**
 * Cuts a text that has no border between blocks within reach: behind a sentence near the target, or else
 * a line, a clause, a word, or in the last resort between two characters; before what a guard may hold together,
 * whether that guard is on or not, so that passages are the same.
 */
export function longCut(text: string, range: CutRange): number {
  const sentence = sentenceCut(text, range);
  return outsideGuarded(text, range, sentence === -1 ? weakCut(text, range) : sentence);
}

/** The first sentence border from the target on, or else the last one before it. */
function sentenceCut(text: string, { start, floor, target, cap, limit }: CutRange): number {
  for (let at = target; at < cap; at += 1) {
    const cut = isTerminator(text.charCodeAt(at)) ? nextSentence(text, at, start, limit) : -1;
    if (cut !== -1 && cut <= cap) {
      return cut;
    }
  }
  for (let at = target - 1; at >= floor; at -= 1) {
    const cut = isTerminator(text.charCodeAt(at)) ? nextSentence(text, at, start, limit) : -1;
    if (cut !== -1 && cut <= cap) {
      return cut;
    }
  }
  return -1;
}

/** The last border of the best kind that there is. */
function weakCut(text: string, { start, floor, cap }: CutRange): number {
  let clause = 0;
  let word = 0;
  let mark = 0;
  for (let at = cap; at > floor; at -= 1) {
    const code = text.charCodeAt(at - 1);
    if (code === newline) {
      return at;
    }
    if (isSpace(code) && !tearsPair(text, at)) {
      word ||= at;
      clause ||= isClauseMark(text.charCodeAt(at - 2)) ? at : 0;
    } else if (isWideClauseMark(code)) {
      clause ||= at;
    } else if (isSeparator(code)) {
      mark ||= at;
    }
  }
  return clause || word || mark || characterCut(text, start, cap);
}

/** The cut before the guarded span that `cut` would divide, if that is in reach. */
function outsideGuarded(text: string, { start, floor, limit }: CutRange, cut: number): number {
  let from = Math.max(start, cut - guardReach);
  while (from > start && from < cut && !isSpace(text.charCodeAt(from))) {
    from += 1;
  }
  const spans = findGuarded(runs.read(text, from, Math.min(limit, cut + guardReach)), ALL_GUARDS, true);
  let before = spans?.around(cut)?.[0] ?? cut;
  while (before < cut && before > floor && isOpening(text.charCodeAt(before - 1))) {
    before -= 1;
  }
  return before > floor ? before : cut;
}

const guardReach = 256;
// Scratch memory for one call, as in units.ts.
const runs = new TextRuns();

/** The last border between characters up to `cap`; a tower of combining marks is cut between two of them. */
function characterCut(text: string, start: number, cap: number): number {
  for (let cut = cap; cut > start && cap - cut < longestCharacter; cut -= 1) {
    if (!tearsCharacter(text, cut)) {
      return cut;
    }
  }
  return tearsPair(text, cap) ? cap - 1 : cap;
}

const longestCharacter = 64;
const newline = 0x0a;

/** `, ; : )` and dashes, with a space behind them. */
function isClauseMark(code: number): boolean {
  return isSeparator(code) || code === 0x3a || code === 0x29 || code === 0x2014 || code === 0x2013;
}

function isWideClauseMark(code: number): boolean {
  return code === 0x3001 || code === 0xff0c || code === 0xff1b || code === 0xff1a;
}

/** `, ;`, which divide even where there are no spaces (minified JSON). */
function isSeparator(code: number): boolean {
  return code === 0x2c || code === 0x3b;
}
