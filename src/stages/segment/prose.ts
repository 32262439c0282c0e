import type { Cutter } from './cutter.ts';
import { textPadding } from './line-padding.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { nextLine, skipBlankLines } from './text-lines.ts';

/** Plain text: paragraphs merged or divided at sentences. */
export const cutProse: Cutter = (view) => {
  const { text, start, cap, limit, atEnd } = view;
  const end = mergeBlocks(text, view, (at) => paragraphEnd(text, at, cap, atEnd && cap === limit));
  return { end, unitKind: 'word', padding: textPadding(text.slice(start, end)) };
};

/**
 * The end of the paragraph at `at` with the blank lines behind it; -1 if it does not end by `cap`. A paragraph
 * ends at a blank line, or with a line so long that nobody wraps text at it by hand.
 */
function paragraphEnd(text: string, at: number, cap: number, capIsEnd: boolean): number {
  let line = skipBlankLines(text, at, cap);
  while (line < cap) {
    const next = nextLine(text, line, cap);
    if (next === cap) {
      break;
    }
    const after = skipBlankLines(text, next, cap);
    if (after > next || next - line > longestWrappedLine) {
      return after;
    }
    line = next;
  }
  return capIsEnd ? cap : -1;
}

const longestWrappedLine = 120;
