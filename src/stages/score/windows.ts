/** A stretch of a passage's pieces that one model call reads, and the part of it whose scores are taken. */
export interface PieceWindow {
  readonly from: number;
  readonly to: number;
  readonly scoredFrom: number;
  readonly scoredTo: number;
}

/** Pieces on each side that a split passage's windows share, so that no piece is scored without context. */
const OVERLAP = 24;

/**
 * Divides `count` pieces into windows of at most `limit`. A passage that fits is one window: it ends at sentences,
 * which is the best context there is. A longer one is divided evenly, with overlaps, and each piece is scored in the
 * window where it stands farther from the edge.
 */
export function pieceWindows(count: number, limit: number): PieceWindow[] {
  if (count <= limit) return [{ from: 0, to: count, scoredFrom: 0, scoredTo: count }];
  const parts = Math.ceil(count / (limit - 2 * OVERLAP));
  const windows: PieceWindow[] = [];
  for (let part = 0; part < parts; part += 1) {
    const scoredFrom = Math.floor((part * count) / parts);
    const scoredTo = Math.floor(((part + 1) * count) / parts);
    const from = Math.max(0, scoredFrom - OVERLAP);
    windows.push({ from, to: Math.min(count, scoredTo + OVERLAP), scoredFrom, scoredTo });
  }
  return windows;
}
