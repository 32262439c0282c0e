import type { Cut, Cutter, View } from './cutter.ts';
import { logPadding } from './line-padding.ts';
import { longCut } from './long-cut.ts';
import { nextLine, skipBlankLines, skipIndent } from './text-lines.ts';

/** Logs: the same as other rows. */
export const cutLog: Cutter = (view) => {
  const cut = cutRows(view);
  return { ...cut, padding: logPadding(view.text.slice(view.start, cut.end)) };
};

/** Tables and other texts whose lines are all alike: as many lines as come nearest to the target. */
export const cutRows: Cutter = (view) => cutLines(view, rowCost);

/** Source code and indented data: lines, cut where a new part of the text most likely begins. */
export const cutCode: Cutter = (view) => cutLines(view, codeCost);

/** How bad it is to begin a passage with the line at `line`, which has a blank line before it or not. */
type LineCost = (text: string, line: number, limit: number, afterBlank: boolean) => number;

function cutLines(view: View, lineCost: LineCost): Cut {
  const { text, start, target, cap, limit, atLineStart, atEnd } = view;
  const first = nextLine(text, start, cap);
  const endsInReach = first < cap || text.charCodeAt(cap - 1) === newline || (atEnd && cap === limit);
  if (!endsInReach || !atLineStart) {
    // A line longer than a passage is cut like prose, and its words are its units, down to its last piece.
    return { end: endsInReach ? first : longCut(text, view), unitKind: 'word' };
  }
  if (atEnd && limit <= target) {
    return { end: limit, unitKind: 'line' };
  }
  return { end: bestLine(view, first, lineCost), unitKind: 'line' };
}

/** The line start of least cost, distance from the target included, from half the target on. */
function bestLine(view: View, first: number, lineCost: LineCost): number {
  const { text, start, target, cap, limit, atEnd } = view;
  const reach = target - start;
  let best = first;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let line = first; line <= cap; ) {
    const after = Math.min(skipBlankLines(text, line, limit), cap);
    const distance = (4 * Math.abs(after - target)) / reach;
    const isEnd = atEnd && after === limit;
    const cost =
      after - start < reach / 2
        ? distance + 100
        : distance + (isEnd ? 0 : lineCost(text, after, limit, after > line));
    if (cost < bestCost) {
      best = after;
      bestCost = cost;
    }
    const next = nextLine(text, after, limit);
    if (next === after || next > cap || (next === limit && !atEnd)) {
      break;
    }
    line = next;
  }
  return best;
}

function rowCost(text: string, line: number): number {
  // The lines of a stack trace or of a wrapped message are indented.
  const code = text.charCodeAt(line);
  return code === 0x20 || code === 0x09 ? 2 : 0;
}

function codeCost(text: string, line: number, limit: number, afterBlank: boolean): number {
  const core = skipIndent(text, line, limit);
  const indent = Math.min(core - line, deepest) * (text.charCodeAt(line) === 0x09 ? 4 : 1);
  return indent + (closers.has(text.charCodeAt(core)) ? 50 : 0) - (afterBlank ? 3 : 0);
}

const deepest = 16;
const newline = 0x0a;

// A line that begins with a closing bracket belongs to the lines before it.
const closers = new Set([0x7d, 0x29, 0x5d]);
