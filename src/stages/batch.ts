import type { TextDocument } from './document.ts';
import type { Passage, Units } from './segment/passage.ts';

/** A document and its ordinal in the run. */
export interface NumberedDocument {
  readonly document: TextDocument;
  readonly ordinal: number;
}

/** A chunk of a document's text. Every document has a last one, which may be empty. */
export interface TextChunk extends NumberedDocument {
  readonly text: string;
  readonly isLast: boolean;
}

/** Neighbouring passages of one document, about 64 Ki characters of them: what travels between stages. */
export interface PassageBatch extends NumberedDocument {
  readonly passages: readonly Passage[];
  readonly isLast: boolean;
}

/** Says of each passage, asked for once and in source order, whether it is read in detail. */
export type PassageFilter = (passage: Passage) => boolean | Promise<boolean>;

/** A passage with its division into units. */
export interface DividedPassage {
  readonly passage: Passage;
  readonly units: Units;
}

/** As {@link PassageBatch}, for the passages that are scored. */
export interface UnitBatch extends NumberedDocument {
  readonly passages: readonly DividedPassage[];
  readonly isLast: boolean;
}

/** A unit batch with the score of each unit, passage by passage. */
export interface ScoredBatch {
  readonly batch: UnitBatch;
  /** For each passage of the batch, a score for each of its units; higher is better. */
  readonly scores: readonly Float32Array[];
}
