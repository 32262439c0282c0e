import { charOffset, type Span } from '../../../pipeline/spans.ts';
import type { Piece } from './flow.ts';

/** A piece, and where it stands in the extracted text. */
interface Placed {
  readonly piece: Piece;
  readonly start: number;
  readonly end: number;
}

/**
 * For each span of an extracted text, given in ascending order: from the first to the last of the characters of the HTML that
 * it stands for.
 */
export async function* sourceSpans(
  spans: AsyncIterable<Span>,
  pieces: AsyncIterable<readonly Piece[]>,
): AsyncGenerator<Span, void, undefined> {
  const source = placed(pieces);
  try {
    let next = await source.next();
    for await (const [start, end] of spans) {
      while (next.done !== true && next.value.end <= start) next = await source.next();
      if (next.done === true) return;
      const from = sourceStart(next.value, start);
      while (next.value.end < end) {
        next = await source.next();
        if (next.done === true) return;
      }
      yield [charOffset(from), charOffset(Math.max(from, sourceEnd(next.value, end)))];
    }
  } finally {
    await source.return();
  }
}

async function* placed(pieces: AsyncIterable<readonly Piece[]>): AsyncGenerator<Placed, void, undefined> {
  let at = 0;
  for await (const some of pieces) {
    for (const piece of some) {
      yield { piece, start: at, end: at + piece.text.length };
      at += piece.text.length;
    }
  }
}

function sourceStart({ piece, start }: Placed, at: number): number {
  return piece.isVerbatim ? piece.from + at - start : piece.from;
}

function sourceEnd({ piece, start }: Placed, at: number): number {
  return piece.isVerbatim ? piece.from + at - start : piece.to;
}
