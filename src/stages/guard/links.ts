import { type TextRuns, trait } from '../segment/text-runs.ts';
import type { GuardedSpans } from './guarded-spans.ts';

/** Text in brackets, with pairs of brackets in it, over no blank line. */
const TEXT = '!?\\[(?:[^\\[\\]\\n]|\\n(?!\\s*\\n)|!?\\[[^\\[\\]\\n]*\\](?:\\([^()\\s]*\\))?)*\\]';
const TARGET =
  '\\((?:<[^<>\\n]*>|[^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*)(?:\\s+(?:"[^"\\n]*"|\'[^\'\\n]*\'))?\\)';
/** `[text](target "title")`, `![image](source)`, `[text][label]`, and `[label]: target` at the beginning of a line. */
const LINK = new RegExp(`${TEXT}(?:${TARGET}|\\[[^\\[\\]\\n]*\\])|^ {0,3}\\[[^\\[\\]\\n]+\\]: *\\S+`, 'gm');

/** Links and images of markdown. */
export function guardLinks(runs: TextRuns, spans: GuardedSpans): void {
  if ((runs.seen & trait.bracket) === 0) return;
  const first = runs.starts[0] ?? 0;
  const text = runs.text.slice(first, runs.ends[runs.count - 1] ?? 0);
  if (!/\][([:]/.test(text)) return;
  for (const { index, 0: link } of text.matchAll(LINK)) {
    const indent = link.length - link.trimStart().length;
    spans.add(first + index + indent, first + index + link.length);
  }
}
