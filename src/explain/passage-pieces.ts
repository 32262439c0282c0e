import type { ExplainedPassage, ExplainedUnit } from '../stages/explain/explained-passage.ts';

/** A part of a passage that is in the output as a whole, or not at all: a unit, or white space in it or between. */
export interface PassagePiece {
  readonly text: string;
  readonly kept: boolean;
  /** Absent for white space, and where the passage was not divided. */
  readonly unit?: ExplainedUnit;
}

/** The pieces of a passage in order; their texts joined are its text, and those of the kept ones its part of the output. */
export function* passagePieces(passage: ExplainedPassage): Generator<PassagePiece, void, undefined> {
  let at: number = passage.start;
  for (const unit of passage.units) {
    yield* pieces(passage, at, unit.start);
    for (const piece of pieces(passage, unit.start, unit.end)) yield { ...piece, unit };
    at = unit.end;
  }
  yield* pieces(passage, at, passage.end);
}

/** White space can be kept in part, and that in a unit left out. */
function* pieces(
  passage: ExplainedPassage,
  from: number,
  to: number,
): Generator<PassagePiece, void, undefined> {
  let at = from;
  for (const [start, end] of passage.spans) {
    if (end <= at) continue;
    if (start >= to) break;
    if (start > at) yield { text: slice(passage, at, start), kept: false };
    yield { text: slice(passage, Math.max(at, start), Math.min(to, end)), kept: true };
    at = Math.min(to, end);
  }
  if (at < to) yield { text: slice(passage, at, to), kept: false };
}

function slice({ text, start }: ExplainedPassage, from: number, to: number): string {
  return text.slice(from - start, to - start);
}
