import { PithError } from '../../pipeline/errors.ts';
import { charOffset, type Span } from '../../pipeline/spans.ts';
import type { ContextDocument, Gap } from './engine.ts';

/** Maps ranges of a context document's text to the source it was cut from. */
export interface SourceMap {
  /**
   * The source spans of `text.slice(start, end)`, in order; touching spans are merged, gap markers have none.
   */
  sourceOf(start: number, end: number): readonly Span[];
  /** A part of the document as a document of its own. */
  slice(start: number, end: number): ContextDocument;
}

/**
 * @throws {PithError} `input` if spans and gaps do not account for every character of the text.
 */
export function createSourceMap(document: ContextDocument): SourceMap {
  const runs = alignedRuns(document);
  const sourceOf = (start: number, end: number) => mergeTouching(cut(runs, start, end));

  return {
    sourceOf,
    slice(start, end) {
      const gaps = (document.gaps ?? []).flatMap((gap) => shiftGap(gap, start, end));
      return {
        id: document.id,
        text: document.text.slice(start, end),
        spans: sourceOf(start, end),
        ...(gaps.length === 0 ? {} : { gaps }),
      };
    },
  };
}

/** `length` characters that stand at `text` in the context and at `source` in the source. */
interface Run {
  readonly text: number;
  readonly source: number;
  readonly length: number;
}

/** Walks spans and gaps together, so that every run is contiguous on both sides. */
function alignedRuns(document: ContextDocument): readonly Run[] {
  const { text, spans = [[charOffset(0), charOffset(text.length - gapLength(document))]] } = document;
  const gaps = document.gaps ?? [];
  const runs: Run[] = [];
  let position = 0;
  let next = 0;
  const skipGaps = () => {
    for (let gap = gaps[next]; gap !== undefined && gap[0] === position; gap = gaps[++next])
      position += gap[1];
  };

  for (const [start, end] of spans) {
    let source: number = start;
    while (source < end) {
      skipGaps();
      const border = gaps[next]?.[0] ?? Number.POSITIVE_INFINITY;
      const length = Math.min(end - source, border - position);
      if (length <= 0) throw misaligned(document);
      runs.push({ text: position, source, length });
      position += length;
      source += length;
    }
    if (source !== end) throw misaligned(document);
  }
  skipGaps();
  if (position !== text.length || next !== gaps.length) throw misaligned(document);
  return runs;
}

function gapLength({ gaps = [] }: ContextDocument): number {
  return gaps.reduce((sum, [, length]) => sum + length, 0);
}

function misaligned({ id }: ContextDocument): PithError {
  return new PithError('input', `the source spans of "${id}" do not add up to its text`, {
    hint: 'Pass the lines of `pith compress --format jsonl` on unchanged.',
    at: { document: id },
  });
}

function* cut(runs: readonly Run[], start: number, end: number): Iterable<Span> {
  for (let index = firstEndingAfter(runs, start); index < runs.length; index++) {
    const run = runs[index] as Run;
    if (run.text >= end) return;
    const from = Math.max(start, run.text) - run.text;
    const to = Math.min(end, run.text + run.length) - run.text;
    if (from < to) yield [charOffset(run.source + from), charOffset(run.source + to)];
  }
}

function firstEndingAfter(runs: readonly Run[], position: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle] as Run;
    if (run.text + run.length > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

function mergeTouching(spans: Iterable<Span>): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last?.[1] === span[0]) merged[merged.length - 1] = [last[0], span[1]];
    else merged.push(span);
  }
  return merged;
}

function shiftGap([position, length]: Gap, start: number, end: number): readonly Gap[] {
  const from = Math.max(position, start);
  const to = Math.min(position + length, end);
  return from < to ? [[from - start, to - from]] : [];
}
