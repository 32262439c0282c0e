import { FEWEST_PIECES, WINDOW_OVERLAP } from '../../models/keep-model.ts';
import { PithError } from '../../pipeline/errors.ts';

/** A stretch of a passage's pieces that one model call reads, and the part of it whose scores are taken. */
export interface PieceWindow {
  readonly from: number;
  readonly to: number;
  readonly scoredFrom: number;
  readonly scoredTo: number;
}

/**
 * Divides `count` pieces into windows of at most `limit`. A passage that fits is one window: it ends at sentences,
 * which is the best context there is. A longer one is divided evenly, with overlaps, and each piece is scored in the
 * window where it stands farther from the edge.
 * @throws PithError `model` if a passage does not fit and `limit` leaves nothing between the overlaps.
 */
export function pieceWindows(count: number, limit: number): PieceWindow[] {
  if (count <= limit) return [{ from: 0, to: count, scoredFrom: 0, scoredTo: count }];
  if (!(limit >= FEWEST_PIECES)) {
    throw new PithError('model', `a model that reads ${limit} pieces at once cannot read ${count}`, {
      hint: `at least ${FEWEST_PIECES} are needed`,
    });
  }
  const parts = Math.ceil(count / (limit - 2 * WINDOW_OVERLAP));
  const windows: PieceWindow[] = [];
  for (let part = 0; part < parts; part += 1) {
    const scoredFrom = Math.floor((part * count) / parts);
    const scoredTo = Math.floor(((part + 1) * count) / parts);
    const from = Math.max(0, scoredFrom - WINDOW_OVERLAP);
    windows.push({ from, to: Math.min(count, scoredTo + WINDOW_OVERLAP), scoredFrom, scoredTo });
  }
  return windows;
}
