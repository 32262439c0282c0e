import { PithError, type SourceLocation } from '../../pipeline/errors.ts';
import type { CompressedLine, Gap } from './compressed-line.ts';

type Pair = readonly [start: number, end: number];

/** Where a text that a compression left comes from. */
export interface CompressedSource {
  /** Offsets into the original; those of the text itself if it does not say where it comes from. */
  readonly spans: readonly Pair[];
  readonly gaps: readonly Gap[];
}

/** @throws {PithError} `input` unless spans and gaps, in order, account for every character of the text. */
export function compressedSource(
  { id, text, spans: stated, gaps = [] }: Pick<CompressedLine, 'id' | 'text' | 'spans' | 'gaps'>,
  at: SourceLocation,
): CompressedSource {
  const spans = stated ?? wholeText(text, gaps);
  const marks = gaps.map(([position, length]): Pair => [position, position + length]);
  const isWhole = totalLength(spans) + totalLength(marks) === text.length;
  if (isWhole && isAscending(spans) && isAscending(marks)) return { spans, gaps };
  throw new PithError('input', `The source spans of "${id}" do not add up to its text.`, {
    hint: 'Pass what `pith compress` wrote on unchanged, or without its spans.',
    at,
  });
}

function wholeText(text: string, gaps: readonly Gap[]): readonly Pair[] {
  const length = gaps.reduce((rest, [, gap]) => rest - gap, text.length);
  return length > 0 ? [[0, length]] : [];
}

function totalLength(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, [start, end]) => sum + end - start, 0);
}

function isAscending(pairs: readonly Pair[]): boolean {
  return pairs.every(([start, end], index) => start < end && start >= (pairs[index - 1]?.[1] ?? 0));
}
