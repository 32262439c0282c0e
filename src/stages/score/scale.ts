import { PROTECTED_LEVEL, REPEATED_LEVEL } from '../allocate/histogram.ts';

/** The range of scores that the levels divide; what lies beyond it is not told apart. */
export interface ScoreScale {
  /** The score of the lowest level, and of all below. */
  readonly lowest: number;
  /** The score of the highest level for what is not protected, and of all above. */
  readonly highest: number;
}

/** The score of what says again what was said before. */
export const REPEATED_SCORE = Number.NEGATIVE_INFINITY;

/** A score in one byte: what is spilled and compared. The highest byte is left to protected units, the lowest to repeated ones. */
export function quantise(score: number, { lowest, highest }: ScoreScale): number {
  const level = Math.round(((score - lowest) * (PROTECTED_LEVEL - 1)) / (highest - lowest));
  return Math.max(REPEATED_LEVEL + 1, Math.min(PROTECTED_LEVEL - 1, level));
}
