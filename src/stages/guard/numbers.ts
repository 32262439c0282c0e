import { type TextRuns, trait } from '../segment/text-runs.ts';
import type { GuardedSpans } from './guarded-spans.ts';
import { CURRENCIES, DATE_LINKS, MONTHS, RANGE_WORDS, UNIT_LINKS, UNIT_WORDS } from './number-words.ts';

/** Unit words that a number may have: 1.2 million US dollars per year. */
const MOST_UNITS = 6;
/** Groups of three digits behind the first of a number that is written with spaces. */
const MOST_GROUPS = 3;

/** A number with its sign or currency, its scale and unit, the other end of its range, and the rest of its date. */
export function guardNumbers(runs: TextRuns, spans: GuardedSpans): void {
  for (let run = 0; run < runs.count; run += 1) {
    if (!isNumber(runs, run)) continue;
    let first = run;
    let last = groupsEnd(runs, run);
    const before = run - 1;
    if (runs.follows(run) && isDateLike(runs, run) && isMonth(runs, before)) {
      first = before;
      last = yearEnd(runs, run);
    } else if (precedes(runs, before) && runs.follows(run)) first = before;
    else if (isSign(runs, before, run)) first = before;
    last = dateEnd(runs, last) ?? unitsEnd(runs, last);
    if (last > first) spans.add(runs.wordStarts[first] ?? 0, runs.wordEnds[last] ?? 0);
    run = Math.max(run, last - 1);
  }
}

function isNumber(runs: TextRuns, run: number): boolean {
  if (run >= runs.count || !runs.has(run, trait.digit)) return false;
  const start = runs.wordStarts[run] ?? 0;
  const { text } = runs;
  const first = text.charCodeAt(start);
  return (
    isDigit(first) ||
    (!isLetter(first) && (isDigit(text.charCodeAt(start + 1)) || isDigit(text.charCodeAt(start + 2))))
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

function precedes(runs: TextRuns, run: number): boolean {
  return (
    run >= 0 &&
    !runs.has(run, trait.closed) &&
    wordLength(runs, run) <= LONGEST_CURRENCY &&
    CURRENCIES.has(runs.word(run))
  );
}

/** A sign that the division into words takes for a mark, such as `−` after a bracket. */
function isSign(runs: TextRuns, sign: number, number: number): boolean {
  return (
    sign >= 0 &&
    runs.has(sign, trait.bare) &&
    runs.has(number, trait.joined) &&
    CURRENCIES.has(runs.word(sign))
  );
}

const LONGEST_CURRENCY = 3;

function wordLength(runs: TextRuns, run: number): number {
  return (runs.wordEnds[run] ?? 0) - (runs.wordStarts[run] ?? 0);
}

/** The end of a number like 12 000 000; a longer row of numbers is a list. */
function groupsEnd(runs: TextRuns, run: number): number {
  if (wordLength(runs, run) > 3 || isGroup(runs, run)) return run;
  let last = run;
  while (isGroup(runs, last + 1)) last += 1;
  return last - run <= MOST_GROUPS ? last : run;
}

function isGroup(runs: TextRuns, run: number): boolean {
  return (
    runs.isNext(run) &&
    wordLength(runs, run) === 3 &&
    GROUP.test(runs.word(run)) &&
    SHORT_NUMBER.test(runs.word(run - 1))
  );
}

const GROUP = /^\d{3}$/;
const SHORT_NUMBER = /^[-+−]?\d{1,3}$/;

function unitsEnd(runs: TextRuns, number: number): number {
  let last = number;
  for (let units = 0; units < MOST_UNITS; units += 1) {
    const next = last + 1;
    if (isRange(runs, next)) last = groupsEnd(runs, next + 1);
    else if (!runs.isNext(next)) break;
    else if (isUnit(runs, next)) last = next;
    else if (UNIT_LINKS.has(runs.word(next)) && runs.isNext(next + 1) && isUnit(runs, next + 1))
      last = next + 1;
    else break;
  }
  return last;
}

function isUnit(runs: TextRuns, run: number): boolean {
  const word = runs.word(run);
  return UNIT_WORDS.has(word) || (runs.has(run, trait.capital) && UNIT_WORDS.has(word.toLowerCase()));
}

/** Whether a run and the next are "to 5" or "– 5" behind a number. */
function isRange(runs: TextRuns, run: number): boolean {
  if (run + 1 >= runs.count || !runs.has(run, trait.joined) || runs.has(run - 1, trait.closed)) return false;
  if (!isNumber(runs, run + 1) || !runs.has(run + 1, trait.joined) || runs.has(run + 1, trait.opened))
    return false;
  return wordLength(runs, run) <= LONGEST_CURRENCY && RANGE_WORDS.has(runs.word(run));
}

function isMonth(runs: TextRuns, run: number): boolean {
  if (run < 0 || !MONTHS.has(runs.word(run))) return false;
  return !runs.has(run, trait.closed) || runs.tail(run) === '.';
}

/** A day or a year. */
function isDateLike(runs: TextRuns, run: number): boolean {
  return wordLength(runs, run) <= 4;
}

/** Behind "March 12": the same run, or that of the year. */
function yearEnd(runs: TextRuns, day: number): number {
  const year = day + 1;
  if (!runs.follows(year) || (runs.has(day, trait.closed) && runs.tail(day) !== ',')) return day;
  return isYear(runs, year) ? year : day;
}

function isYear(runs: TextRuns, run: number): boolean {
  return wordLength(runs, run) === 4 && YEAR.test(runs.word(run));
}

const YEAR = /^\d{4}$/;

/** The end of a date that begins with its day: 12 March 2021, 12. März, 12 de marzo de 2021; undefined if it is none. */
function dateEnd(runs: TextRuns, day: number): number | undefined {
  if (!isDateLike(runs, day) || (runs.has(day, trait.closed) && runs.tail(day) !== '.')) return undefined;
  const month = isDateLink(runs, day + 1) ? day + 2 : day + 1;
  if (!runs.follows(month) || !MONTHS.has(runs.word(month))) return undefined;
  if (runs.has(month, trait.closed) && runs.tail(month) !== '.') return month;
  const year = isDateLink(runs, month + 1) ? month + 2 : month + 1;
  return runs.follows(year) && isYear(runs, year) ? year : month;
}

function isDateLink(runs: TextRuns, run: number): boolean {
  return runs.isNext(run) && !runs.has(run, trait.closed) && DATE_LINKS.has(runs.word(run));
}
