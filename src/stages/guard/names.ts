import { type TextRuns, trait } from '../segment/text-runs.ts';
import type { GuardedSpans } from './guarded-spans.ts';
import { FUNCTION_WORDS, LEADING_PARTICLES, MOST_WORDS, PARTICLES, TITLES } from './name-words.ts';

/** Words with capitals that follow one another, with the small words and initials between them. */
export function guardNames(runs: TextRuns, spans: GuardedSpans): void {
  for (let run = 0; run < runs.count; run += 1) {
    if (!isCapital(runs, run)) continue;
    const first = leading(runs, run);
    // The first run that is a name for sure where two belong together: most capitals stand alone.
    if (first === run && !mayGoOn(runs, run)) continue;
    if (isFunctionWord(runs, run)) continue;
    const last = lastOf(runs, run);
    if (last - first < MOST_WORDS) add(runs, first, last, spans);
    else addParts(runs, first, last, spans);
    run = last;
  }
}

function isCapital(runs: TextRuns, run: number): boolean {
  return runs.has(run, trait.capital);
}

function mayGoOn(runs: TextRuns, run: number): boolean {
  const next = run + 1;
  return (
    runs.follows(next) &&
    (isCapital(runs, next) || (runs.wordEnds[next] ?? 0) - (runs.wordStarts[next] ?? 0) <= LONGEST_PARTICLE)
  );
}

const LONGEST_PARTICLE = 5;

function isFunctionWord(runs: TextRuns, run: number): boolean {
  return FUNCTION_WORDS.has(runs.word(run));
}

/** The run where a name begins whose first capital is at `run`: van, von and the like come before. */
function leading(runs: TextRuns, run: number): number {
  if (!runs.isNext(run) || !isShort(runs, run - 1)) return run;
  const before = runs.word(run - 1);
  const isSecond = PARTICLES.has(before) && runs.isNext(run - 1) && isShort(runs, run - 2);
  if (isSecond && LEADING_PARTICLES.has(runs.word(run - 2))) return run - 2;
  return LEADING_PARTICLES.has(before) ? run - 1 : run;
}

function isShort(runs: TextRuns, run: number): boolean {
  return (runs.wordEnds[run] ?? 0) - (runs.wordStarts[run] ?? 0) <= LONGEST_PARTICLE && !isCapital(runs, run);
}

function lastOf(runs: TextRuns, first: number): number {
  let last = first;
  for (;;) {
    if (runs.has(last, trait.closed) && !isInitial(runs, last)) return last;
    let next = last + 1;
    for (let particles = 0; particles < 2 && isParticle(runs, next); particles += 1) next += 1;
    const isName =
      runs.follows(next) &&
      (next === last + 1 || !runs.has(next - 1, trait.closed)) &&
      isCapital(runs, next) &&
      !isFunctionWord(runs, next);
    if (!isName) return last;
    last = next;
  }
}

function isParticle(runs: TextRuns, run: number): boolean {
  return (
    runs.follows(run) && !runs.has(run, trait.closed) && isShort(runs, run) && PARTICLES.has(runs.word(run))
  );
}

/** `F.`, `J.R.R.`, `Dr.` */
function isInitial(runs: TextRuns, run: number): boolean {
  if (runs.tail(run) !== '.') return false;
  const word = runs.word(run);
  return INITIALS.test(word) || TITLES.has(word);
}

const INITIALS = /^\p{Lu}(?:\.\p{Lu})*$/u;

/** A name of too many words is several: what stands between its small words, or in one line, as in a list of names. */
function addParts(runs: TextRuns, first: number, last: number, spans: GuardedSpans): void {
  for (const isBorder of [isSmall, beginsLine, isSmallOrBeginsLine])
    for (let start = first, run = first + 1; run <= last + 1; run += 1) {
      if (run <= last && !isBorder(runs, run)) continue;
      if (isSmall(runs, start)) start += 1;
      if (run - start <= MOST_WORDS) add(runs, start, run - 1, spans);
      start = run;
    }
}

function isSmall(runs: TextRuns, run: number): boolean {
  return !isCapital(runs, run);
}

function isSmallOrBeginsLine(runs: TextRuns, run: number): boolean {
  return isSmall(runs, run) || beginsLine(runs, run);
}

function beginsLine(runs: TextRuns, run: number): boolean {
  return runs.text.slice(runs.end(run - 1), runs.start(run)).includes('\n');
}

function add(runs: TextRuns, first: number, last: number, spans: GuardedSpans): void {
  if (last > first) spans.add(runs.wordStarts[first] ?? 0, runs.wordEnds[last] ?? 0);
}
