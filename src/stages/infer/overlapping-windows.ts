import pLimit from 'p-limit';
import type { ContextDocument } from '../../models/engines/engine.ts';
import { documentFrame } from '../../models/engines/prompts.ts';
import { createSourceMap } from '../../models/engines/source-map.ts';
import { type CountTokens, splitText } from './split-text.ts';

export interface WindowOptions {
  readonly count: CountTokens;
  /** Tokens that the documents of one window may have. */
  readonly room: number;
  /** Tokens that two windows over the same document share. @default an eighth of the room */
  readonly overlap?: number;
}

/**
 * Cuts a context into windows that fit, at line, sentence or word borders. Each document goes on in the next
 * window a little before where it stopped. A context that fits is one window, unchanged.
 */
export async function overlappingWindows(
  context: readonly ContextDocument[],
  { count, room, overlap = Math.floor(room / 8) }: WindowOptions,
): Promise<readonly (readonly ContextDocument[])[]> {
  const sizes = await pLimit(COUNTED_AT_ONCE).map(context, (document) => sizeOf(document, count));
  if (sizes.reduce((sum, { frame, tokens }) => sum + frame + tokens, 0) <= room) return [context];
  const pieces = await pLimit(COUNTED_AT_ONCE).map(context, (document, index) =>
    splitDocument(document, index, sizes[index]?.frame ?? 0, { count, room }),
  );
  const maps = context.map(createSourceMap);
  const all = pieces.flat();

  const windows: (readonly ContextDocument[])[] = [];
  for (let from = 0; from < all.length; ) {
    const to = windowEnd(all, from, room);
    const parts = joinPieces(all.slice(from, to));
    windows.push(parts.flatMap(({ document, start, end }) => maps[document]?.slice(start, end) ?? []));
    from = to === all.length ? to : backUp(all, from, to, overlap);
  }
  return windows;
}

/** A run of characters of one document that is not divided further. */
interface Piece {
  /** Ordinal of the document. */
  readonly document: number;
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
  /** Tokens for naming the document, which each window pays once for each document in it. */
  readonly frame: number;
}

/** Documents that are counted at once, where a server counts. */
const COUNTED_AT_ONCE = 8;

/** Tokens of a document, and of the tags around it. */
interface DocumentSize {
  readonly frame: number;
  readonly tokens: number;
}

async function sizeOf({ id, text }: ContextDocument, count: CountTokens): Promise<DocumentSize> {
  const [opening, closing] = documentFrame(id);
  return { frame: (await count(opening)) + (await count(closing)), tokens: await count(text) };
}

async function splitDocument(
  document: ContextDocument,
  index: number,
  frame: number,
  { count, room }: WindowOptions,
): Promise<readonly Piece[]> {
  // Pieces of an eighth keep windows full and overlaps close to what was asked.
  const ranges = await splitText(document.text, Math.max(1, Math.floor((room - frame) / 8)), count);
  return ranges.map(({ start, end, tokens }) => ({ document: index, start, end, tokens, frame }));
}

function cost(piece: Piece, before: Piece | undefined): number {
  return piece.tokens + (before?.document === piece.document ? 0 : piece.frame);
}

function windowEnd(pieces: readonly Piece[], from: number, room: number): number {
  let tokens = 0;
  for (let to = from; to < pieces.length; to++) {
    tokens += cost(pieces[to] as Piece, to === from ? undefined : pieces[to - 1]);
    // One piece at least, so that the walk ends whatever the room.
    if (tokens > room && to > from) return to;
  }
  return pieces.length;
}

function backUp(pieces: readonly Piece[], from: number, to: number, overlap: number): number {
  let tokens = 0;
  let next = to;
  while (next - 1 > from && pieces[next - 1]?.document === pieces[to]?.document) {
    tokens += pieces[next - 1]?.tokens ?? 0;
    if (tokens > overlap) break;
    next--;
  }
  return next;
}

/** Neighbouring pieces of a document as one. */
function joinPieces(pieces: readonly Piece[]): readonly Pick<Piece, 'document' | 'start' | 'end'>[] {
  const joined: Pick<Piece, 'document' | 'start' | 'end'>[] = [];
  for (const { document, start, end } of pieces) {
    const last = joined.at(-1);
    if (last?.document === document) joined[joined.length - 1] = { ...last, end };
    else joined.push({ document, start, end });
  }
  return joined;
}
