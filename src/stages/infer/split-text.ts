/** `text.slice(start, end)` and what it costs. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
}

/** Says how many tokens a text has; a server may be asked for it. */
export type CountTokens = (text: string) => number | Promise<number>;

/**
 * Ranges that tile a text, none over `maxTokens` unless it is a single character: cut after a line, a sentence or
 * a word, where the later parts of a range have one.
 */
export async function splitText(
  text: string,
  maxTokens: number,
  count: CountTokens,
): Promise<readonly TextRange[]> {
  const ranges: TextRange[] = [];
  // Most text has more than two characters a token; the rest is halved until it fits.
  const reach = Math.max(minReach, maxTokens * 3);
  for (let start = 0; start < text.length; ) {
    const end = border(text, start, Math.min(text.length, start + reach));
    ranges.push(...(await divide(text, start, end, maxTokens, count)));
    start = end;
  }
  return ranges;
}

const minReach = 16;

async function divide(
  text: string,
  start: number,
  end: number,
  maxTokens: number,
  count: CountTokens,
): Promise<readonly TextRange[]> {
  const tokens = await count(text.slice(start, end));
  if (tokens <= maxTokens) return [{ start, end, tokens }];
  const middle = border(text, start, start + Math.ceil((end - start) / 2));
  if (middle >= end) return [{ start, end, tokens }];
  return [
    ...(await divide(text, start, middle, maxTokens, count)),
    ...(await divide(text, middle, end, maxTokens, count)),
  ];
}

/** The best place to cut at or before `limit`, not in the first half of the range unless there is no other. */
function border(text: string, start: number, limit: number): number {
  if (limit >= text.length) return text.length;
  const range = text.slice(start, limit);
  const half = range.length / 2;
  const line = range.lastIndexOf('\n') + 1;
  if (line > half) return start + line;
  const sentence = lastEnd(range, /[.!?]["')\]]*\s/g);
  if (sentence > half) return start + sentence;
  const word = lastEnd(range, /\s/g);
  if (word > 0) return start + word;
  const splitsPair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(limit - 1, limit + 1));
  if (!splitsPair) return limit;
  return limit - 1 > start ? limit - 1 : limit + 1;
}

function lastEnd(range: string, pattern: RegExp): number {
  let end = 0;
  for (const match of range.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}
