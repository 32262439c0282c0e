import { PROTECTED_LEVEL } from '../allocate/histogram.ts';

/** The range of scores that the levels divide; what lies beyond it is not told apart. */
export interface ScoreScale {
  /** The score of level 0, and of all below. */
  readonly lowest: number;
  /** The score of the highest level for what is not protected, and of all above. */
  readonly highest: number;
}

/** A score in one byte: what is spilled and compared. The highest byte is left to protected units. */
export function quantise(score: number, { lowest, highest }: ScoreScale): number {
  const level = Math.round(((score - lowest) * (PROTECTED_LEVEL - 1)) / (highest - lowest));
  return Math.max(0, Math.min(PROTECTED_LEVEL - 1, level));
}
