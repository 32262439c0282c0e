import type { InferResult } from '../infer.ts';
import type { Answer, Citation, TokenUsage } from '../models/engines/engine.ts';
import { duration, grouped } from './summary.ts';

/** An answer as a line; an extracted one with the place it was cut from, how sure the reader is, and the page, if there is one. */
export function answerLine(answer: Answer): string {
  if (answer.type === 'generated') return `${answer.text}\n`;
  const { text, confidence, pages = [] } = answer;
  return `${oneLine(text)}\t${placeOf(answer)}\t${confidence.toFixed(2)}${pageColumn(pages)}\n`;
}

/** Where words of a written answer stand in the text, a line each; or that none of them does. */
export function citationLines(answer: Answer): string {
  if (answer.type === 'extract') return '';
  const { citations = [] } = answer;
  if (citations.length === 0) return 'pith: the text has no words of this answer in a row\n';
  const lines = citations.slice(0, SHOWN_CITATIONS).map((citation) => {
    const { text, places, pages = [] } = citation;
    const others = places === 1 ? '' : ` and ${grouped(places - 1)} more`;
    return `pith: “${oneLine(text)}” stands at ${placeOf(citation)}${others}${pageColumn(pages)}\n`;
  });
  const rest = citations.length - lines.length;
  return lines.join('') + (rest === 0 ? '' : `pith: and ${rest} more (--format json)\n`);
}

const SHOWN_CITATIONS = 5;

function placeOf({ document, source }: Pick<Citation, 'document' | 'source'>): string {
  const shown = document === '-' ? 'standard input' : document;
  return `${shown}:${source.map(([start, end]) => `${start}-${end}`).join(',')}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function pageColumn(pages: readonly number[]): string {
  return pages.length === 0 ? '' : `\t${pages.length === 1 ? 'page' : 'pages'} ${pages.join(', ')}`;
}

/** What a run did, for the line on standard error: `reader read 12 windows in 0.8 s`. */
export function inferSummary({
  engine,
  windows,
  usage,
  seconds,
}: Omit<InferResult, 'answers' | 'question'>): string {
  const { read, total } = windows;
  const part = read < total ? `${grouped(read)} of ${grouped(total)}` : grouped(total);
  return `${engine} read ${part} ${total === 1 ? 'window' : 'windows'}${tokens(usage)} in ${duration(seconds)}`;
}

function tokens(usage: TokenUsage | undefined): string {
  if (usage === undefined) return '';
  const { inputTokens, outputTokens, cachedTokens = 0 } = usage;
  const known = cachedTokens === 0 ? '' : ` (${grouped(cachedTokens)} of them known)`;
  return ` · ${grouped(inputTokens)} tokens in${known}, ${grouped(outputTokens)} out`;
}
