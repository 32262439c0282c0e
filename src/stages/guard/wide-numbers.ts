import { type TextRuns, trait } from '../segment/text-runs.ts';
import type { GuardedSpans } from './guarded-spans.ts';
import { WIDE_UNITS } from './number-words.ts';

/** Numbers in scripts without spaces, with what they count: 2021年3月12日, 約1.2億円. */
export function guardWideNumbers(runs: TextRuns, spans: GuardedSpans): void {
  for (let run = 0; run < runs.count; run += 1)
    if (runs.has(run, trait.digit) && runs.has(run, trait.wide))
      guardRun(runs.text, runs.starts[run] ?? 0, runs.ends[run] ?? 0, spans);
}

function guardRun(text: string, from: number, to: number, spans: GuardedSpans): void {
  for (let at = from; at < to; at += 1) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let end = at + 1;
    while (end < to && goesOn(text, end, to)) end += 1;
    const start = at > from && BEFORE.has(text.charAt(at - 1)) ? at - 1 : at;
    if (end - start > 1) spans.add(start, end);
    at = end;
  }
}

function goesOn(text: string, at: number, to: number): boolean {
  const code = text.charCodeAt(at);
  if (isDigit(code)) return true;
  if (code < 128) return INNER.has(code) && at + 1 < to && isDigit(text.charCodeAt(at + 1));
  return WIDE_UNITS.has(text.charAt(at));
}

/** 0 to 9, also of full width. */
function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19);
}

const BEFORE = new Set('¥￥$€£-−第');
/** `. , : / -` between digits. */
const INNER = new Set([0x2e, 0x2c, 0x3a, 0x2f, 0x2d]);
