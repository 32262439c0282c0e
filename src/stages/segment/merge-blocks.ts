import { type CutRange, longCut } from './long-cut.ts';

/**
 * Merges neighbouring blocks (paragraphs, list items) up to the target, and divides one that is longer than
 * a passage. `blockEnd(at)` is the end of the block at `at`: `at` itself where the passage must end, and -1
 * where the block does not end by the cap. Returns where the passage ends.
 */
export function mergeBlocks(text: string, range: CutRange, blockEnd: (at: number) => number): number {
  const { start, floor, target, cap } = range;
  let kept = start;
  while (kept < cap) {
    const next = blockEnd(kept);
    if (next === kept) {
      return kept;
    }
    if (next === -1) {
      return kept > floor ? kept : longCut(text, range);
    }
    if (next > target) {
      // What is kept stands alone if it is half of what a passage should be.
      return kept - start >= (target - start) / 2 ? kept : next;
    }
    kept = next;
  }
  return kept;
}
