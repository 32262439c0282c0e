import { type TextRuns, trait } from '../segment/text-runs.ts';
import { guardAtoms } from './atoms.ts';
import { guardCode, guardInlineCode } from './code.ts';
import { GuardedSpans } from './guarded-spans.ts';
import type { GuardSet } from './guards.ts';
import { guardLinks } from './links.ts';
import { guardNames } from './names.ts';
import { guardNegations } from './negations.ts';
import { guardNumbers } from './numbers.ts';
import { guardQuotes } from './quotes.ts';
import { guardWideNumbers } from './wide-numbers.ts';

/**
 * The spans of a text that must not be divided; undefined if there are none. They are valid until the next call. The
 * traits of its runs say where a guard has to look. Links and inline code of markdown are no guard of their own: they stay whole.
 */
export function findGuarded(runs: TextRuns, guards: GuardSet, isMarkdown = false): GuardedSpans | undefined {
  if (guards.size === 0 && !isMarkdown) return undefined;
  spans.clear();
  if (isMarkdown) {
    guardLinks(runs, spans);
    guardInlineCode(runs, spans);
  }
  if (guards.has('numbers') && (runs.seen & trait.digit) !== 0) {
    guardNumbers(runs, spans);
    if ((runs.seen & trait.wide) !== 0) guardWideNumbers(runs, spans);
  }
  if (guards.has('names') && (runs.seen & trait.capital) !== 0) guardNames(runs, spans);
  if (guards.has('negations')) guardNegations(runs, spans);
  if (guards.has('code')) guardCode(runs, spans);
  if (guards.has('quotes') && (runs.seen & trait.quote) !== 0) guardQuotes(runs, spans);
  guardAtoms(runs, guards, spans);
  spans.settle();
  return spans.count === 0 ? undefined : spans;
}

// Scratch memory for one call, as in units.ts.
const spans = new GuardedSpans();
