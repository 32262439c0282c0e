/** A run of pieces that may be an answer. Both ends are inclusive. */
export interface PieceSpan {
  readonly first: number;
  readonly last: number;
  /** Start logit of the first piece plus end logit of the last. */
  readonly score: number;
}

export interface BestSpansOptions {
  /** Logits, one a piece. */
  readonly start: ArrayLike<number>;
  readonly end: ArrayLike<number>;
  /** Pieces that a span may have. */
  readonly maxPieces: number;
  /** How many spans are wanted. */
  readonly count: number;
}

/**
 * The best spans that do not overlap: the best of all, then the best that does not touch it, and so on. Ties go to
 * the earlier, then to the shorter span.
 */
export function bestSpans({ start, end, maxPieces, count }: BestSpansOptions): readonly PieceSpan[] {
  const spans: PieceSpan[] = [];
  // Each found span splits a stretch of free pieces in two, so nothing needs sorting.
  const best = (from: number, to: number) => bestWithin(start, end, maxPieces, from, to);
  let free = [best(0, start.length)].filter((found) => found !== undefined);
  while (spans.length < count && free.length > 0) {
    const found = free.reduce((a, b) => (isBetter(b.span, a.span) ? b : a));
    spans.push(found.span);
    const halves = [best(found.from, found.span.first), best(found.span.last + 1, found.to)];
    free = [...free.filter((stretch) => stretch !== found), ...halves.filter((half) => half !== undefined)];
  }
  return spans;
}

/** A stretch of free pieces with the best span inside. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly span: PieceSpan;
}

function bestWithin(
  start: ArrayLike<number>,
  end: ArrayLike<number>,
  maxPieces: number,
  from: number,
  to: number,
): Stretch | undefined {
  if (from >= to) return undefined;
  let span: PieceSpan = { first: from, last: from, score: Number.NEGATIVE_INFINITY };
  for (let first = from; first < to; first++) {
    const stop = Math.min(to, first + maxPieces);
    for (let last = first; last < stop; last++) {
      const score = (start[first] as number) + (end[last] as number);
      if (score > span.score) span = { first, last, score };
    }
  }
  return { from, to, span };
}

function isBetter(a: PieceSpan, b: PieceSpan): boolean {
  return a.score > b.score || (a.score === b.score && a.first < b.first);
}
