import { isSpace } from '../segment/characters.ts';
import { type TextRuns, trait } from '../segment/text-runs.ts';
import type { GuardedSpans } from './guarded-spans.ts';

/** Characters between the marks of a quote that is kept whole. */
const LONGEST_QUOTE = 60;

/** What closes each mark that opens a quote. */
const CLOSERS = new Map([
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['「', '」'],
  ['『', '』'],
]);
const MARKS = new Set([...CLOSERS.keys(), ...CLOSERS.values()]);

/** Short quoted phrases, with their marks. */
export function guardQuotes(runs: TextRuns, spans: GuardedSpans): void {
  const { text } = runs;
  const to = runs.ends[runs.count - 1] ?? 0;
  let done = 0;
  for (let run = 0; run < runs.count; run += 1) {
    if (!runs.has(run, trait.quote)) continue;
    const end = runs.ends[run] ?? 0;
    for (let at = Math.max(done, runs.starts[run] ?? 0); at < end; at += 1) {
      const closed = quoteEnd(text, at, to);
      if (closed === 0) continue;
      spans.add(at, closed);
      at = closed - 1;
      done = closed;
    }
  }
}

/** Behind the quote that opens at `at`; 0 if there is none, or none that is short. */
function quoteEnd(text: string, at: number, to: number): number {
  const closer = CLOSERS.get(text.charAt(at));
  if (closer === undefined) return 0;
  if (isSpace(text.charCodeAt(at + 1))) return 0;
  if (closer === '"' && at > 0 && !isSpace(text.charCodeAt(at - 1)) && !OPENING.has(text.charAt(at - 1)))
    return 0;
  const last = Math.min(to - 1, at + 1 + LONGEST_QUOTE);
  for (let end = at + 1; end <= last; end += 1) {
    const character = text.charAt(end);
    if (character === closer) return isClosed(text, at, end, to) ? end + 1 : 0;
    if (character === '\n' || MARKS.has(character) || endsSentence(text, end)) return 0;
  }
  return 0;
}

function isClosed(text: string, at: number, end: number, to: number): boolean {
  if (end === at + 1 || isSpace(text.charCodeAt(end - 1))) return false;
  return end + 1 >= to || text.charAt(end) !== '"' || !WORD.test(text.charAt(end + 1));
}

function endsSentence(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    code === 0x3002 || ((code === 0x2e || code === 0x21 || code === 0x3f) && isSpace(text.charCodeAt(at + 1)))
  );
}

const OPENING = new Set('([{—–');
const WORD = /[\p{L}\p{N}]/u;
