import type { CharOffset, Span } from '../../pipeline/spans.ts';
import type { Passage } from '../segment/passage.ts';

/**
 * Why a unit is in the output or not.
 *
 * - `protected`: it must survive, whatever its score
 * - `score`: its score lies above the one that had to be passed, or below it
 * - `room`: at that score, what fits is kept, and of what lies below a rest that still fits
 * - `exchange`: chosen otherwise than its score says, so that the budget is spent
 * - `loose`: kept without the heading or the lines that it stands in, as nothing whole spends the budget
 * - `repeated`: it says again what stands before it
 * - `beginning`: a line that does not fit whole; its beginning is kept, and the rest is not
 */
export type UnitReason = 'protected' | 'score' | 'room' | 'exchange' | 'loose' | 'repeated' | 'beginning';

/** The smallest span that is kept or dropped, and why it was. */
export interface ExplainedUnit {
  /** Its first character; white space stands outside of units. */
  readonly start: CharOffset;
  readonly end: CharOffset;
  /** What it is worth for what it costs, from 0 to 100 on the scale of the run; 100 where it is protected. */
  readonly score: number;
  /** Tokens; of the whole line where only its beginning is kept. */
  readonly cost: number;
  readonly kept: boolean;
  /** The index of the passage that says the same first, as far as that is remembered; absent where nothing does. */
  readonly repeats?: number;
  readonly reason: UnitReason;
}

/** How relevant a passage is to the question; of several, to the one that it is most relevant to. */
export interface PassageRelevance {
  /** From 0 to 1, by the encoder and BM25 together, with what stands beside it; absent if the encoder did not read it with the question. */
  readonly relevance?: number;
  /** BM25 for the terms of the question; absent without one. */
  readonly terms?: number;
}

/** One passage of the source, and what became of it. The passages of a document tile it. */
export interface ExplainedPassage
  extends PassageRelevance,
    Pick<Passage, 'index' | 'text' | 'title' | 'unitKind'> {
  /** The id of its document. */
  readonly document: string;
  /** The ordinal of its document in the run. */
  readonly ordinal: number;
  /** Offsets into the document as it was read, as everywhere here. */
  readonly start: CharOffset;
  readonly end: CharOffset;
  /**
   * `scored`: its units competed for the budget; `unread`: it was dropped whole, as others were more relevant; `copied`:
   * the input was within the budget.
   */
  readonly fate: 'scored' | 'unread' | 'copied';
  /** The score that units had to pass, from 0 to 100; absent where none competed, or all fitted. */
  readonly threshold?: number;
  /** In source order; none where the passage is `unread` or `copied`. */
  readonly units: readonly ExplainedUnit[];
  /** Its part of the output, white space included, in ascending order. */
  readonly spans: readonly Span[];
}
