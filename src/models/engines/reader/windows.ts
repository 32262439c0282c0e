import type { Pieces } from '../../wordpiece/pieces.ts';
import type { ContextDocument } from '../engine.ts';

/** What the reader's encoder reads at once: some pieces of one document. */
export interface ReaderWindow {
  readonly document: ContextDocument;
  readonly ids: Int32Array;
  readonly types: Uint8Array;
  /** UTF-16 offsets of the pieces into the document's text. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * Windows of `size` pieces over a document. About a third of each overlaps the next, so that every answer stands
 * whole in one of them, with words around it.
 */
export function readerWindows(
  pieces: Pieces,
  document: ContextDocument,
  size: number,
): readonly ReaderWindow[] {
  const windows: ReaderWindow[] = [];
  const stride = Math.ceil((size * 15) / 22);
  for (let from = 0; from < pieces.count; from += stride) {
    const to = Math.min(pieces.count, from + size);
    windows.push({
      document,
      ids: pieces.ids.subarray(from, to),
      types: pieces.types.subarray(from, to),
      starts: pieces.starts.subarray(from, to),
      ends: pieces.ends.subarray(from, to),
    });
    if (to === pieces.count) break;
  }
  return windows;
}

/**
 * The windows worth reading, in their order: all of them within the allowance, else those that share most with the
 * question.
 */
export function chooseWindows(
  windows: readonly ReaderWindow[],
  question: Int32Array,
  allowance: number,
): readonly ReaderWindow[] {
  if (windows.length <= allowance) return windows;
  const chosen = new Set(mostSharedFirst(windows, question).slice(0, allowance));
  return windows.filter((window) => chosen.has(window));
}

/**
 * Those that share most with the question first, where a word counts the more the fewer windows have it. Of those that
 * share the same, the earlier is first.
 */
export function mostSharedFirst(
  windows: readonly ReaderWindow[],
  question: Int32Array,
): readonly ReaderWindow[] {
  const asked = new Set(question);
  const shared = windows.map(({ ids }) => new Set(ids.filter((id) => asked.has(id))));
  const weights = inverseFrequencies(shared);
  const scores = shared.map((ids) => [...ids].reduce((sum, id) => sum + (weights.get(id) as number), 0));
  return scores
    .map((score, index) => ({ score, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ index }) => windows[index] as ReaderWindow);
}

function inverseFrequencies(windows: readonly ReadonlySet<number>[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const ids of windows) for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return new Map(
    [...counts].map(([id, count]) => [id, Math.log(1 + (windows.length - count + 0.5) / (count + 0.5))]),
  );
}
