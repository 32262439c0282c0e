import { PROTECTED_LEVEL } from '../allocate/histogram.ts';

/** The range of scores that the levels divide; what lies beyond it is not told apart. */
export interface ScoreScale {
  readonly lowest: number;
  readonly highest: number;
}

/** A score in one byte: what is spilled and compared. The highest byte is left to protected units. */
export function quantise(score: number, { lowest, highest }: ScoreScale): number {
  const level = Math.round(((score - lowest) * (PROTECTED_LEVEL - 1)) / (highest - lowest));
  return Math.max(0, Math.min(PROTECTED_LEVEL - 1, level));
}
