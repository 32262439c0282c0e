import type { InferResult } from '../infer.ts';
import type { Answer, TokenUsage } from '../models/engines/engine.ts';
import { duration, grouped } from './summary.ts';

/** An answer as a line; an extracted one with the place it was cut from, how sure the reader is, and the page, if there is one. */
export function answerLine(answer: Answer): string {
  if (answer.type === 'generated') return `${answer.text}\n`;
  const { text, document, source, confidence, pages = [] } = answer;
  const places = source.map(([start, end]) => `${start}-${end}`).join(',');
  const shown = document === '-' ? 'standard input' : document;
  return `${text.replaceAll(/\s+/g, ' ')}\t${shown}:${places}\t${confidence.toFixed(2)}${pageColumn(pages)}\n`;
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
  return usage === undefined
    ? ''
    : ` · ${grouped(usage.inputTokens)} tokens in, ${grouped(usage.outputTokens)} out`;
}
