/** Where no value ends within reach. */
export const UNFINISHED = -1;
/** Where there is no JSON. */
export const BROKEN = -2;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SCALAR = /(?:-?\d[\d.eE+-]*|true|false|null)(?=[\s,\]}]|$)/y;

/** The first character from `at` on that is no white space of JSON, or `limit`. */
export function skipSpace(text: string, at: number, limit: number): number {
  let next = at;
  while (next < limit && isJsonSpace(text.charCodeAt(next))) next += 1;
  return next;
}

function isJsonSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The closing quote of a string of which `at` is a character, or {@link UNFINISHED}. */
export function closingQuote(text: string, at: number, limit: number): number {
  for (let next = at; next < limit; next += 1) {
    const code = text.charCodeAt(next);
    if (code === QUOTE) return next;
    if (code === BACKSLASH) next += 1;
  }
  return UNFINISHED;
}

/** Behind the value that begins at `at`, if it ends before `limit`. What is inside of it is not looked at closely. */
export function valueEnd(text: string, at: number, limit: number): number {
  const first = text[at];
  if (first === '"') {
    const quote = closingQuote(text, at + 1, limit);
    return quote === UNFINISHED ? UNFINISHED : quote + 1;
  }
  if (first === '{' || first === '[') return containerEnd(text, at, limit);
  SCALAR.lastIndex = at;
  const found = SCALAR.exec(text);
  if (found === null) return BROKEN;
  return at + found[0].length <= limit ? at + found[0].length : UNFINISHED;
}

function containerEnd(text: string, at: number, limit: number): number {
  let depth = 0;
  for (let next = at; next < limit; next += 1) {
    const code = text.charCodeAt(next);
    if (code === QUOTE) {
      const quote = closingQuote(text, next + 1, limit);
      if (quote === UNFINISHED) return UNFINISHED;
      next = quote;
    } else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) return next + 1;
    }
  }
  return UNFINISHED;
}

/** Whether a value is JSON. */
export function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
