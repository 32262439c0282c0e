import type { Span } from '../../pipeline/spans.ts';

/** A text, what is kept of it, and what should be. */
export interface RecallText {
  readonly text: string;
  /** Ascending. */
  readonly kept: readonly Span[];
  /** Ascending, and apart from each other. */
  readonly wanted: readonly Span[];
}

/**
 * The share of the words in the wanted spans of some texts that are kept whole.
 *
 * @returns null where no word is wanted.
 */
export function wordRecall(texts: readonly RecallText[]): number | null {
  let wanted = 0;
  let kept = 0;
  for (const one of texts) {
    const isKept = flags(one.text.length, one.kept);
    for (const [start, end] of one.wanted)
      for (const { 0: word, index } of one.text.slice(start, end).matchAll(WORD)) {
        wanted += 1;
        const from = start + index;
        kept += Number(!isKept.subarray(from, from + word.length).includes(0));
      }
  }
  return wanted === 0 ? null : kept / wanted;
}

const WORD = /[\p{L}\p{N}]+/gu;

function flags(length: number, spans: readonly Span[]): Uint8Array {
  const isKept = new Uint8Array(length);
  for (const [start, end] of spans) isKept.fill(1, start, end);
  return isKept;
}
