import { type TextRuns, trait } from '../segment/text-runs.ts';
import type { GuardedSpans } from './guarded-spans.ts';
import { AUXILIARIES, BEHIND_VERB, FRENCH_CLOSERS, LIGHT_WORDS, NEGATIONS } from './negation-words.ts';

/** Words behind a negation that it may hold, and verbs before it. */
const MOST_BEHIND = 4;
const MOST_BEFORE = 2;

/**
 * A negation, the auxiliary verbs before it, and what it negates: the next word, or where that says little by itself
 * ("not to be", "never really") the one behind it. A mark ends it.
 */
export function guardNegations(runs: TextRuns, spans: GuardedSpans): void {
  for (let run = 0; run < runs.count; run += 1) {
    if (!mayNegate(runs, run)) continue;
    const word = plain(runs, run);
    const isFrench = word === 'ne' || (word.startsWith("n'") && word !== "n't");
    if (!isFrench && !NEGATIONS.has(word) && !(word.length > 3 && word.endsWith("n't"))) continue;
    const first = firstOf(runs, run, word);
    const last = isFrench ? frenchEnd(runs, run) : lastOf(runs, run);
    if (last > first) spans.add(runs.wordStarts[first] ?? 0, runs.wordEnds[last] ?? 0);
  }
}

/** Cheap, and right about most words. */
function mayNegate(runs: TextRuns, run: number): boolean {
  const first = runs.firsts[run] ?? 0;
  if (FIRSTS[first] !== 1) return runs.has(run, trait.apostrophe);
  if (runs.has(run, trait.apostrophe)) return true;
  const start = runs.wordStarts[run] ?? 0;
  const second = runs.text.charCodeAt(start + 1);
  return first < 128
    ? second > 127
      ? (first | 0x20) === 0x6e
      : PAIRS[((first & 31) << 5) | (second & 31)] === 1 && (runs.wordEnds[run] ?? 0) - start <= LONGEST
    : true;
}

const LONGEST = Math.max(...[...NEGATIONS].map((word) => word.length));
/** The first two letters of negations. */
const PAIRS = new Uint8Array(1024);
const FIRSTS = new Uint8Array(0x10000);
for (const word of NEGATIONS) {
  PAIRS[((word.charCodeAt(0) & 31) << 5) | (word.charCodeAt(1) & 31)] = 1;
  for (const form of [word, word.toUpperCase()]) FIRSTS[form.charCodeAt(0)] = 1;
}

function plain(runs: TextRuns, run: number): string {
  const word = runs.word(run);
  const folded = runs.has(run, trait.capital) ? word.toLowerCase() : word;
  return runs.has(run, trait.wide) ? folded.replace('’', "'") : folded;
}

function firstOf(runs: TextRuns, run: number, negation: string): number {
  if (BEHIND_VERB.has(negation) && runs.isNext(run)) return run - 1;
  let first = run;
  while (run - first < MOST_BEFORE && runs.isNext(first) && AUXILIARIES.has(plain(runs, first - 1)))
    first -= 1;
  return first;
}

function lastOf(runs: TextRuns, run: number): number {
  let last = run;
  while (last - run < MOST_BEHIND && runs.isNext(last + 1)) {
    last += 1;
    const word = plain(runs, last);
    if (!LIGHT_WORDS.has(word) && !word.endsWith('ly')) break;
  }
  return last;
}

/** `ne` holds its verb, and what comes up to `pas` and behind it. */
function frenchEnd(runs: TextRuns, run: number): number {
  for (let last = run + 1; last <= run + MOST_BEHIND && runs.isNext(last); last += 1)
    if (FRENCH_CLOSERS.has(plain(runs, last))) return runs.isNext(last + 1) ? last + 1 : last;
  return runs.isNext(run + 1) ? run + 1 : run;
}
