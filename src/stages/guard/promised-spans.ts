import { guardPatterns } from './guard-patterns.ts';
import { type Guard, type GuardSet, LONGEST_SPAN } from './guards.ts';
import { MOST_WORDS } from './name-words.ts';

/** A span that a guard promises to keep whole or to drop whole. */
export interface PromisedSpan {
  readonly guard: Guard;
  readonly start: number;
  readonly end: number;
}

/** A line that is as long, or longer with its end, is no part of a wrapped paragraph. */
const LONGEST_WRAPPED_LINE = 120;

/** All spans of a text that its guards promise, in order, by patterns alone: the code that divides text has no part in it.
 * `isLines` where no span goes on in the next line. */
export function promisedSpans(
  text: string,
  guards: GuardSet,
  options: { readonly isLines?: boolean } = {},
): PromisedSpan[] {
  const marked = options.isLines ? text.replaceAll('\n', PARAGRAPH_END) : withParagraphs(text);
  const found: PromisedSpan[] = [];
  for (const guard of guards)
    for (const pattern of guardPatterns[guard])
      for (const match of marked.matchAll(pattern)) {
        const spans =
          guard === 'names'
            ? nameSpans(match[0], match.index)
            : [[match.index, match.index + match[0].length]];
        for (const [start = 0, end = 0] of spans) found.push({ guard, start, end });
      }
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  return withoutLong(found);
}

const PARAGRAPH_END = '\u2029';

/** The text with another sign for line breaks that end a paragraph: behind a long line, a heading or a row of a table. */
function withParagraphs(text: string): string {
  const lines = text.split('\n');
  return lines
    .map((line, at) => {
      if (at === lines.length - 1) return line;
      return `${line}${line.length >= LONGEST_WRAPPED_LINE || /^[#|]/.test(line) ? PARAGRAPH_END : '\n'}`;
    })
    .join('');
}

/** A name of too many words is several, which its small words divide. */
function nameSpans(name: string, at: number): number[][] {
  const words = [...name.matchAll(/\S+/g)];
  // The full stop of the last word may as well be that of the sentence.
  if (words.length <= MOST_WORDS) return [[at, at + name.replace(/\.$/, '').length]];
  const parts: (typeof words)[] = [[]];
  for (const word of words)
    if (/^\p{Lu}/u.test(word[0])) parts.at(-1)?.push(word);
    else parts.push([]);
  return parts
    .filter((part) => part.length > 1 && part.length <= MOST_WORDS)
    .map((part) => {
      const last = part.at(-1);
      return [
        at + (part[0]?.index ?? 0),
        at + (last?.index ?? 0) + (last?.[0].replace(/\.$/, '').length ?? 0),
      ];
    });
}

/** What overlaps belongs together; where that is too long for a unit, nothing is promised. */
function withoutLong(spans: readonly PromisedSpan[]): PromisedSpan[] {
  const kept: PromisedSpan[] = [];
  let group: PromisedSpan[] = [];
  let start = 0;
  let end = 0;
  for (const span of spans) {
    if (span.start >= end) {
      if (end - start <= LONGEST_SPAN) kept.push(...group);
      group = [];
      start = span.start;
      end = span.end;
    }
    group.push(span);
    end = Math.max(end, span.end);
  }
  return end - start <= LONGEST_SPAN ? [...kept, ...group] : kept;
}
