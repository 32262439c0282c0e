import type { TextKey } from './text-key.ts';

/** A part of a passage that is compared with what stands before it in the input. */
export interface Statement {
  /** Offsets into the passage. */
  readonly start: number;
  readonly end: number;
  /** Equal for statements that say the same. */
  readonly key: TextKey;
}
