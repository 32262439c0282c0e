import type { Cut, Cutter, View } from './cutter.ts';
import { HeadingPath } from './heading-path.ts';
import { cutCode, cutRows } from './lines.ts';
import { type Fence, fenceAt, headingLevel, lineType, underlineLevel } from './markdown-line.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { nextLine, skipBlankLines, skipIndent } from './text-lines.ts';

/** Markdown: a heading begins a passage, fenced code and tables are passages of lines, list items stay whole. */
export function markdownCutter(): Cutter {
  const state: State = { path: new HeadingPath(), fence: undefined };
  return (view) => ({ ...cutMarkdown(view, state), title: state.path.toString() });
}

interface State {
  readonly path: HeadingPath;
  /** The fence of the code block that the passage begins in. */
  fence: Fence | undefined;
}

function cutMarkdown(view: View, state: State): Cut {
  if (!view.atLineStart) {
    return cutRestOfLine(view, state.fence !== undefined);
  }
  if (state.fence !== undefined) {
    return cutFence(view, state, view.start);
  }
  const { text, start, limit } = view;
  const line = skipBlankLines(text, start, limit);
  switch (lineType(text, line, limit)) {
    case 'fence': {
      state.fence = fenceAt(text, skipIndent(text, line, limit), limit);
      const cut = cutFence(view, state, nextLine(text, line, limit));
      if (cut.end <= line) {
        // Blank lines before the fence filled the passage.
        state.fence = undefined;
      }
      return cut;
    }
    case 'table':
      return cutTable(view, line);
    default:
      return cutText(view, state.path);
  }
}

/** The rest of the fenced block if it fits into a passage, else its next part. */
function cutFence(view: View, state: State, from: number): Cut {
  const end = fenceEnd(view, from, state.fence);
  if (end === -1) {
    return cutCode(view);
  }
  state.fence = undefined;
  return { end, unitKind: 'line' };
}

/** Headings, paragraphs and list items, up to whatever must begin a passage of its own. */
function cutText(view: View, path: HeadingPath): Cut {
  const { text, limit } = view;
  let hasContent = false;
  const blockEnd = (at: number): number => {
    const line = skipBlankLines(text, at, limit);
    const type = lineType(text, line, limit);
    const end = nextLine(text, line, limit);
    const level =
      type === 'heading'
        ? headingLevel(text, skipIndent(text, line, limit), limit)
        : type === 'text'
          ? underlineLevel(text, end, limit)
          : 0;
    if (type === 'fence' || type === 'table' || (level > 0 && hasContent)) {
      return at;
    }
    if (level > 0) {
      path.enter(level, text.slice(line, Math.min(end, line + 200)));
      const body = type === 'heading' ? end : nextLine(text, end, limit);
      return body <= view.cap ? Math.min(skipBlankLines(text, body, limit), view.cap) : -1;
    }
    hasContent ||= type !== 'blank';
    return paragraphEnd(view, end);
  };
  return { end: mergeBlocks(text, view, blockEnd), unitKind: 'word' };
}

/**
 * The end of the paragraph or list item whose second line would begin at `from`, blank lines included; -1 if
 * it does not end by the cap.
 */
function paragraphEnd({ text, cap, limit, atEnd }: View, from: number): number {
  let line = from;
  while (line <= cap && line < limit) {
    const type = lineType(text, line, limit);
    if (type === 'blank') {
      return Math.min(skipBlankLines(text, line, limit), cap);
    }
    if (type !== 'text') {
      return line;
    }
    line = nextLine(text, line, Math.min(cap + 1, limit));
  }
  return line <= cap && atEnd && line === limit ? line : -1;
}

/** Behind the closing line of a fence and the blank lines after it; -1 if that is out of reach. */
function fenceEnd({ text, cap, limit, atEnd }: View, from: number, fence: Fence | undefined): number {
  for (let line = from; line < cap; ) {
    const next = nextLine(text, line, Math.min(cap + 1, limit));
    const closing = fenceAt(text, skipIndent(text, line, limit), limit);
    if (closing !== undefined && closing.code === fence?.code && closing.length >= fence.length) {
      return next <= cap ? Math.min(skipBlankLines(text, next, limit), cap) : -1;
    }
    line = next;
  }
  return atEnd && limit <= cap ? limit : -1;
}

/** The whole table if it fits into a passage, or else as many of its rows as do. */
function cutTable(view: View, first: number): Cut {
  const { text, cap, limit } = view;
  let line = first;
  while (line <= cap && line < limit && lineType(text, line, limit) === 'table') {
    line = nextLine(text, line, Math.min(cap + 1, limit));
  }
  const whole = line <= cap ? Math.min(skipBlankLines(text, line, limit), cap) : -1;
  return whole === -1 ? cutRows(view) : { end: whole, unitKind: 'line' };
}

/** What is left of a line that was longer than a passage; it may hold no structure. */
function cutRestOfLine(view: View, inFence: boolean): Cut {
  const end = nextLine(view.text, view.start, view.limit);
  if (end > view.cap) {
    return cutRows(view);
  }
  const blank = skipBlankLines(view.text, end, view.limit);
  return { end: inFence ? end : Math.min(blank, view.cap), unitKind: 'word' };
}
