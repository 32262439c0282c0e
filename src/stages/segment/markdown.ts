import { languageAt } from './code/code-cutter.ts';
import { languageOf } from './code/language.ts';
import type { Cut, Cutter, View } from './cutter.ts';
import { HeadingPath } from './heading-path.ts';
import { textPadding } from './line-padding.ts';
import { cutCode, cutRows } from './lines.ts';
import { type Fence, fenceAt, headingLevel, lineType, underlineLevel } from './markdown-line.ts';
import { MarkdownOutline } from './markdown-outline.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { nextLine, skipBlankLines, skipIndent } from './text-lines.ts';

/** Markdown: a heading begins a passage, fenced code and tables are passages of lines, list items stay whole. */
export function markdownCutter(): Cutter {
  const state: State = {
    path: new HeadingPath(),
    outline: new MarkdownOutline(),
    fence: undefined,
    isFirst: true,
  };
  return (view) => {
    const cut = cutMarkdown(view, state);
    state.isFirst = false;
    return { ...cut, title: state.path.toString() };
  };
}

interface State {
  readonly path: HeadingPath;
  readonly outline: MarkdownOutline;
  /** The fence of the code block that the passage begins in. */
  fence: Fence | undefined;
  isFirst: boolean;
}

function cutMarkdown(view: View, state: State): Cut {
  const { text, start, limit } = view;
  const { outline, path } = state;
  if (!view.atLineStart) {
    const inFence = state.fence !== undefined;
    const cut = cutRestOfLine(view, inFence);
    return { ...cut, parts: inFence ? outline.words(view, cut.end) : outline.text(view, cut.end) };
  }
  if (state.fence !== undefined) return cutFence(view, state, undefined);
  const front = state.isFirst ? frontMatterEnd(view) : -1;
  if (front > 0) return { end: front, unitKind: 'line', parts: outline.whole(view, front) };
  const line = skipBlankLines(text, start, limit);
  switch (lineType(text, line, limit)) {
    case 'fence':
      return openFence(view, state, line);
    case 'table':
      return cutTable(view, line, outline);
    default: {
      const { end, unitKind } = cutText(view, path);
      const padding = textPadding(text.slice(start, end), { breaksLines: true });
      return { end, unitKind, parts: outline.text(view, end), padding };
    }
  }
}

/** A block of properties before the text, if it fits into a passage; -1 if there is none. */
function frontMatterEnd({ text, start, cap, limit }: View): number {
  const first = nextLine(text, start, cap);
  const mark = text.slice(start, first).trimEnd();
  if (mark !== '---' && mark !== '+++') return -1;
  for (let line = first; line < cap; ) {
    const next = nextLine(text, line, cap);
    const core = text.slice(line, next).trimEnd();
    if (core === mark || (core === '...' && mark === '---'))
      return Math.min(skipBlankLines(text, next, limit), cap);
    line = next;
  }
  return -1;
}

function openFence(view: View, state: State, line: number): Cut {
  const { text, limit, cap } = view;
  const core = skipIndent(text, line, limit);
  const next = nextLine(text, line, limit);
  // Blank lines before the fence fill the passage.
  if (next > cap) return { end: Math.max(view.start + 1, Math.min(line, cap)), unitKind: 'line' };
  state.fence = fenceAt(text, core, limit);
  const name =
    text
      .slice(core + (state.fence?.length ?? 0), next)
      .trim()
      .split(/[\s,{]/, 1)[0] ?? '';
  state.outline.openFence(languageOf(name) ?? languageAt(view, next));
  return cutFence(view, state, line);
}

/** The rest of the fenced block if it fits into a passage, else its next part. `open`: the line of the fence that begins it. */
function cutFence(view: View, state: State, open: number | undefined): Cut {
  const { text, start, cap, limit } = view;
  const from = open === undefined ? start : nextLine(text, open, limit);
  const close = closingFence(view, from, state.fence);
  const behind = close === undefined ? -1 : nextLine(text, close, Math.min(cap + 1, limit));
  if (close !== undefined && behind <= cap) {
    state.fence = undefined;
    return state.outline.fence(view, Math.min(skipBlankLines(text, behind, limit), cap), { open, close });
  }
  const { end, unitKind } = cutCode(view);
  if (unitKind === 'word') return { end, unitKind, parts: state.outline.words(view, end) };
  return state.outline.fence(view, Math.max(end, from), { open });
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

/** The line that closes a fence; undefined if that is out of reach. */
function closingFence(
  { text, cap, limit }: View,
  from: number,
  fence: Fence | undefined,
): number | undefined {
  for (let line = from; line < cap; line = nextLine(text, line, Math.min(cap + 1, limit))) {
    const closing = fenceAt(text, skipIndent(text, line, limit), limit);
    if (closing !== undefined && closing.code === fence?.code && closing.length >= fence.length) return line;
  }
  return undefined;
}

/** The whole table if it fits into a passage, or else as many of its rows as do. */
function cutTable(view: View, first: number, outline: MarkdownOutline): Cut {
  const { text, cap, limit } = view;
  let line = first;
  while (line <= cap && line < limit && lineType(text, line, limit) === 'table') {
    line = nextLine(text, line, Math.min(cap + 1, limit));
  }
  if (line <= cap) return outline.table(view, Math.min(skipBlankLines(text, line, limit), cap), true);
  const { end, unitKind } = cutRows(view);
  return unitKind === 'word'
    ? { end, unitKind, parts: outline.words(view, end) }
    : outline.table(view, end, false);
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
