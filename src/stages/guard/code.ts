import { type TextRuns, trait } from '../segment/text-runs.ts';
import type { GuardedSpans } from './guarded-spans.ts';

/** Characters between the backticks of code that is kept whole. */
const LONGEST_INLINE = 80;

const CODE_TRAITS = trait.backtick | trait.bracket | trait.underscore;

/** Code in prose: `inline code` of markdown, and identifiers with the marks that belong to them. */
export function guardCode(runs: TextRuns, spans: GuardedSpans): void {
  if ((runs.seen & CODE_TRAITS) === 0) return;
  let done = 0;
  for (let run = 0; run < runs.count; run += 1) {
    if (!runs.has(run, CODE_TRAITS)) continue;
    if (runs.has(run, trait.backtick)) done = guardInline(runs, run, done, spans);
    if (runs.has(run, trait.bare)) continue;
    if (runs.has(run, trait.bracket)) guardBrackets(runs, run, spans);
    if (runs.has(run, trait.underscore)) guardUnderscores(runs, run, spans);
  }
}

/** Inline code alone. */
export function guardInlineCode(runs: TextRuns, spans: GuardedSpans): void {
  if ((runs.seen & trait.backtick) === 0) return;
  let done = 0;
  for (let run = 0; run < runs.count; run += 1)
    if (runs.has(run, trait.backtick)) done = guardInline(runs, run, done, spans);
}

/** Single backticks in one line; more of them stand around code that holds such. Returns where it got to. */
function guardInline(runs: TextRuns, run: number, done: number, spans: GuardedSpans): number {
  const { text } = runs;
  const to = runs.ends[runs.count - 1] ?? 0;
  const end = runs.ends[run] ?? 0;
  let at = Math.max(done, runs.starts[run] ?? 0);
  for (at = backtick(text, at, end); at < end; at = backtick(text, at, end)) {
    const close = backtick(text, at + 1, Math.min(to, at + 2 + LONGEST_INLINE));
    const isInline =
      text.charCodeAt(close) === BACKTICK &&
      close > at + 1 &&
      close - at <= LONGEST_INLINE + 1 &&
      text.charCodeAt(at - 1) !== BACKTICK &&
      text.charCodeAt(close + 1) !== BACKTICK &&
      !text.slice(at, close).includes('\n');
    if (isInline) spans.add(at, close + 1);
    at = isInline ? close + 1 : at + 1;
  }
  return at;
}

function backtick(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) === BACKTICK) return at;
  return to;
}

const BACKTICK = 0x60;

/** `f(x)`, `a[0]`, `Vec<T>`: a bracket that opens within a word closes within it. */
function guardBrackets(runs: TextRuns, run: number, spans: GuardedSpans): void {
  const first = runs.start(run);
  const last = runs.end(run);
  if (last - first > LONGEST_RUN) return;
  const start = runs.wordStarts[run] ?? 0;
  const end = runs.wordEnds[run] ?? 0;
  let from = start;
  let to = end;
  for (const [open, close] of bracketPairs(runs.text, first, last)) {
    // A pair around the whole word is no part of it.
    if (open > start && close >= end) to = Math.max(to, close + 1);
    else if (open < start && close < end) from = Math.min(from, open);
  }
  if (from < start || to > end) spans.add(from, to);
}

function bracketPairs(text: string, first: number, last: number): [open: number, close: number][] {
  const pairs: [number, number][] = [];
  const open: number[] = [];
  for (let at = first; at < last; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128 && PARTNERS[code] !== 0) open.push(at);
    else if (open.length > 0) {
      // What was opened since and has no end stands in a text: `has('{{')`.
      const opened = open.findLastIndex((one) => PARTNERS[text.charCodeAt(one)] === code);
      if (opened < 0) continue;
      pairs.push([open[opened] ?? last, at]);
      open.length = opened;
    }
  }
  return pairs;
}

/** Longer runs are divided between such brackets. */
const LONGEST_RUN = 64;
/** What closes each bracket, by its code. */
const PARTNERS = new Uint8Array(128);
for (const [open = '', close = ''] of ['()', '[]', '{}', '<>'])
  PARTNERS[open.charCodeAt(0)] = close.charCodeAt(0);

/** `__init__`, `_private`, `kind_`, but not the emphasis of `_word_`. */
function guardUnderscores(runs: TextRuns, run: number, spans: GuardedSpans): void {
  const { text } = runs;
  if (runs.has(run, trait.high))
    guardAmongWide(text.slice(runs.start(run), runs.end(run)), runs.start(run), spans);
  const start = runs.wordStarts[run] ?? 0;
  const end = runs.wordEnds[run] ?? 0;
  let from = start;
  while (from > (runs.starts[run] ?? 0) && text.charCodeAt(from - 1) === UNDERSCORE) from -= 1;
  let to = end;
  while (to < (runs.ends[run] ?? 0) && text.charCodeAt(to) === UNDERSCORE) to += 1;
  const isEmphasis = start - from === to - end && start - from === 1;
  if ((from < start || to > end) && !isEmphasis) spans.add(from, to);
}

/** The same where no white space parts an identifier from the words around it: 変数kind_の値. */
function guardAmongWide(text: string, start: number, spans: GuardedSpans): void {
  for (const { index, 0: found } of text.matchAll(IDENTIFIER))
    if (!EMPHASIS.test(found)) spans.add(start + index, start + index + found.length);
}

const IDENTIFIER = /_+[A-Za-z0-9]\w*|[A-Za-z0-9]\w*_(?!\w)/g;
const EMPHASIS = /^_[^_](?:.*[^_])?_$/;
const UNDERSCORE = 0x5f;
