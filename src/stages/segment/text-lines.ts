import { isSpace } from './characters.ts';

const newline = 0x0a;

/** The start of the line after the one that `at` is in, or `limit` if no line starts before that. */
export function nextLine(text: string, at: number, limit: number): number {
  for (let next = at; next < limit; next += 1) {
    if (text.charCodeAt(next) === newline) {
      return next + 1;
    }
  }
  return limit;
}

/** The start of the first line from `at` (a line start) on that is not blank, or `limit`. */
export function skipBlankLines(text: string, at: number, limit: number): number {
  let line = at;
  for (let next = at; next < limit; next += 1) {
    const code = text.charCodeAt(next);
    if (code === newline) {
      line = next + 1;
    } else if (!isSpace(code)) {
      return line;
    }
  }
  return limit;
}

/** The first character of the line at `at` that is not white space; the line's end if there is none. */
export function skipIndent(text: string, at: number, limit: number): number {
  let next = at;
  while (next < limit && text.charCodeAt(next) !== newline && isSpace(text.charCodeAt(next))) {
    next += 1;
  }
  return next;
}
