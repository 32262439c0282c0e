import { partsWithout } from '../segment/padding.ts';
import type { Passage } from '../segment/passage.ts';

/** A part of a document as it is written: without padding. */
export interface Slice {
  readonly text: string;
  /** Where it comes from. */
  readonly pieces: Pieces;
}

/** The last of the pieces of the source that a slice is made of, and those before it. */
type Pieces = { readonly text: string; readonly start: number; readonly before: Pieces } | undefined;

export const EMPTY_SLICE: Slice = { text: '', pieces: undefined };

/** The characters of a passage from `from` to `to`. */
export function sliceOf({ text, start: base, padding }: Passage, from: number, to: number): Slice {
  if (from === to) return EMPTY_SLICE;
  if (padding === undefined) return pieceOf(text.slice(from, to), base + from);
  let slice = EMPTY_SLICE;
  for (const [start, end] of partsWithout(padding, from, to))
    slice = joinedSlices(slice, pieceOf(text.slice(start, end), base + start));
  return slice;
}

/** Two slices, one behind the other. */
export function joinedSlices(first: Slice, second: Slice): Slice {
  if (first.pieces === undefined) return second;
  const { text, pieces } = first;
  return { text: text + second.text, pieces: piecesOf(second).reduce<Pieces>(appended, pieces) };
}

/** The part of a slice from `from` to `to`, offsets into its text. */
export function partOf(slice: Slice, from: number, to = slice.text.length): Slice {
  let part = EMPTY_SLICE;
  let at = 0;
  for (const { text, start } of piecesOf(slice)) {
    const first = Math.max(0, from - at);
    const last = Math.min(text.length, to - at);
    if (first < last) part = joinedSlices(part, pieceOf(text.slice(first, last), start + first));
    at += text.length;
  }
  return part;
}

/** The pieces of the source in their order. */
export function piecesOf({ pieces }: Slice): NonNullable<Pieces>[] {
  const found: NonNullable<Pieces>[] = [];
  for (let piece = pieces; piece !== undefined; piece = piece.before) found.push(piece);
  return found.reverse();
}

function pieceOf(text: string, start: number): Slice {
  return { text, pieces: { text, start, before: undefined } };
}

function appended(before: Pieces, { text, start }: NonNullable<Pieces>): Pieces {
  return before !== undefined && before.start + before.text.length === start
    ? { ...before, text: before.text + text }
    : { text, start, before };
}
