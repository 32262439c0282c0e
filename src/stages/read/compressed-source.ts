import { PithError, type SourceLocation } from '../../pipeline/errors.ts';
import { charOffset, type Span } from '../../pipeline/spans.ts';
import { type CompressedLine, type Gap, sourceFields } from './compressed-line.ts';

/** Where a text that a compression left comes from. */
export interface CompressedSource {
  /** Offsets into the original; those of the text itself if it does not say where it comes from. */
  readonly spans: readonly Span[];
  readonly gaps: readonly Gap[];
}

/** What an earlier compression of a record says of one of its texts, unchecked. */
export interface EarlierNote {
  readonly spans?: unknown;
  readonly gaps?: unknown;
}

/**
 * Where a text of a record comes from; undefined if no compression says so.
 * @throws {PithError} `input` if the note does not account for every character of the text, in order.
 */
export function notedSource(
  id: string,
  text: string,
  { spans, gaps }: EarlierNote,
  at: SourceLocation,
): CompressedSource | undefined {
  if (spans === undefined && gaps === undefined) return undefined;
  return compressedSource({ id, text, ...sourceFields(spans, gaps, at) }, at);
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
  throw new PithError('input', `the source spans of "${id}" do not add up to its text`, {
    hint: 'Pass what `pith compress` wrote on unchanged, or without its spans.',
    at,
  });
}

function wholeText(text: string, gaps: readonly Gap[]): readonly Span[] {
  const length = gaps.reduce((rest, [, gap]) => rest - gap, text.length);
  return length > 0 ? [[charOffset(0), charOffset(length)]] : [];
}

type Pair = readonly [start: number, end: number];

function totalLength(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, [start, end]) => sum + end - start, 0);
}

function isAscending(pairs: readonly Pair[]): boolean {
  return pairs.every(([start, end], index) => start < end && start >= (pairs[index - 1]?.[1] ?? 0));
}
