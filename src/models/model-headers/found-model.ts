import type { ModelGeometry } from '../scout/geometry.ts';
import type { Quantisation } from '../scout/weights.ts';

/** What the header or configuration of a model says of it. */
export interface FoundModel {
  readonly model: ModelGeometry;
  /** How its weights are stored: of files that hold them. */
  readonly quantisation?: Quantisation;
  /** What was taken for granted, and what is not counted, one sentence each. */
  readonly warnings: readonly string[];
}
