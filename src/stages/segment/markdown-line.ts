import { isSpace } from './characters.ts';
import { nextLine, skipIndent } from './text-lines.ts';

/** What a line of markdown begins. */
export type LineType = 'blank' | 'heading' | 'fence' | 'table' | 'item' | 'text';

export function lineType(text: string, line: number, limit: number): LineType {
  const core = skipIndent(text, line, limit);
  const code = text.charCodeAt(core);
  if (core === limit || code === newline) {
    return 'blank';
  }
  switch (code) {
    case 0x23: // #
      return core - line <= 3 && headingLevel(text, core, limit) > 0 ? 'heading' : 'text';
    case 0x60: // `
    case 0x7e: // ~
      return fenceAt(text, core, limit) === undefined ? 'text' : 'fence';
    case 0x7c: // |
      return 'table';
    default:
      return isItem(text, core, limit) ? 'item' : 'text';
  }
}

/** 1 to 6 for the line of an ATX heading, 0 for any other. */
export function headingLevel(text: string, core: number, limit: number): number {
  let end = core;
  while (end < limit && text.charCodeAt(end) === 0x23) {
    end += 1;
  }
  const level = end - core;
  return level <= 6 && (end === limit || isSpace(text.charCodeAt(end))) ? level : 0;
}

/** 1 or 2 if the line at `line` underlines the text line before it, else 0. */
export function underlineLevel(text: string, line: number, limit: number): number {
  const code = text.charCodeAt(line);
  if (line >= limit || (code !== 0x3d && code !== 0x2d)) {
    return 0;
  }
  const end = nextLine(text, line, limit);
  const rule = text.slice(line, Math.min(end, line + 200)).trimEnd();
  return rule.length >= 2 && rule === rule.charAt(0).repeat(rule.length) ? (code === 0x3d ? 1 : 2) : 0;
}

/** Whether the line at `line` parts the header of a table from its rows. */
export function isDelimiterRow(text: string, line: number, limit: number): boolean {
  if (line >= limit) return false;
  const row = text.slice(line, Math.min(nextLine(text, line, limit), line + LONGEST_DELIMITER)).trim();
  return row.includes('-') && row.includes('|') && DELIMITER.test(row);
}

const DELIMITER = /^\|?(?:\s*:?-+:?\s*\|)*(?:\s*:?-+:?\s*)?\|?$/;
const LONGEST_DELIMITER = 1000;

/** The marks that open a fenced code block; a block ends with at least as many of the same. */
export interface Fence {
  readonly code: number;
  readonly length: number;
}

/** The backticks or tildes at `core`, the first character of a line, if they open or close a code block. */
export function fenceAt(text: string, core: number, limit: number): Fence | undefined {
  const code = text.charCodeAt(core);
  if (code !== 0x60 && code !== 0x7e) {
    return undefined;
  }
  let end = core;
  while (end < limit && text.charCodeAt(end) === code) {
    end += 1;
  }
  const length = end - core;
  if (length < 3) {
    return undefined;
  }
  // A line such as ```code``` is a code span, not a fence.
  const rest = code === 0x60 ? text.slice(end, Math.min(nextLine(text, end, limit), end + 200)) : '';
  return rest.includes('`') ? undefined : { code, length };
}

function isItem(text: string, core: number, limit: number): boolean {
  const code = text.charCodeAt(core);
  let end = core + 1;
  if (isDigit(code)) {
    while (end < limit && end - core < 9 && isDigit(text.charCodeAt(end))) {
      end += 1;
    }
    const stop = text.charCodeAt(end);
    if (stop !== 0x2e && stop !== 0x29) {
      return false;
    }
    end += 1;
  } else if (code !== 0x2d && code !== 0x2a && code !== 0x2b) {
    return false;
  }
  return end < limit && isSpace(text.charCodeAt(end));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const newline = 0x0a;
