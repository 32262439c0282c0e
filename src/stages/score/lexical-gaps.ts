/** Before the first word of a passage, and behind the last. */
export const NO_GAP = 0;
const SPACE = 1;
const HYPHEN = 2;
const APOSTROPHE = 3;
const COMMA = 4;
/** A full stop, an exclamation or question mark with something behind it, or a line break. */
export const SENTENCE_END = 5;
const OPENING_BRACKET = 6;
const CLOSING_BRACKET = 7;
const QUOTE = 8;
const COLON = 9;
/** The same marks with nothing behind them but the next word. */
const POINT = 10;
const CURRENCY = 11;
const PERCENT = 12;
const OTHER = 13;
/** How many kinds there are. */
export const GAP_KINDS = 14;

/** Marks that tell the kind of a gap by themselves; where several stand in one, the least rank does. */
const RANKS: readonly (readonly [kind: number, marks: string])[] = [
  [OPENING_BRACKET, '(['],
  [CLOSING_BRACKET, ')]'],
  [QUOTE, '"\u201c\u201d'],
  [CURRENCY, '$\u00a3\u20ac'],
  [COMMA, ','],
  [COLON, ':;'],
  [PERCENT, '%'],
];
const LOWEST_RANK = RANKS.length;
const RANK = new Map(
  RANKS.flatMap(([, marks], rank) => [...marks].map((mark) => [mark.charCodeAt(0), rank])),
);

/** What stands between two words: one of the kinds above. */
export function gapKind(text: string, from: number, to: number): number {
  return to - from === 1 ? singleKind(text.charCodeAt(from)) : longKind(text, from, to);
}

function singleKind(code: number): number {
  if (code === 0x20) return SPACE;
  if (code === 0x2d) return HYPHEN;
  if (code === 0x27 || code === 0x2019) return APOSTROPHE;
  if (code === LINE_BREAK) return SENTENCE_END;
  return endsSentence(code) ? POINT : kindOfRank(rankOf(code));
}

function longKind(text: string, from: number, to: number): number {
  let rank = LOWEST_RANK;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_BREAK) return SENTENCE_END;
    if (endsSentence(code)) return at + 1 < to ? SENTENCE_END : POINT;
    rank = Math.min(rank, rankOf(code));
  }
  return kindOfRank(rank);
}

export const LINE_BREAK = 0x0a;

function endsSentence(code: number): boolean {
  return code === 0x2e || code === 0x21 || code === 0x3f;
}

function rankOf(code: number): number {
  return code === 0x20 ? LOWEST_RANK : (RANK.get(code) ?? LOWEST_RANK);
}

function kindOfRank(rank: number): number {
  return RANKS[rank]?.[0] ?? OTHER;
}
