import type { Encoder } from '../../models/encoder/encoder.ts';
import type { Pieces } from '../../models/wordpiece/pieces.ts';
import type { Passage, Units } from '../segment/passage.ts';
import { UnitScores } from './unit-scores.ts';
import { pieceWindows } from './windows.ts';

/** The heads in the encoder's output, logits of each piece. */
export const HEADS = { keep: 0, keepForQuestion: 1, answerStart: 2, answerEnd: 3 } as const;
export const HEAD_COUNT = 4;
const SPECIAL_PIECES = 2;

/** Scores the units of a passage by the encoder's keep head, without a question. */
export async function keepScores(
  encoder: Encoder,
  passage: Passage,
  units: Units,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const pieces = encoder.tokenizer.encode(passage.text);
  const limit = encoder.card.questionWindow - SPECIAL_PIECES;
  const scores = new UnitScores(passage, units);
  const runs = pieceWindows(pieces.count, limit).map(async (window) => ({
    window,
    tokens: (
      await encoder.run(
        {
          ids: pieces.ids.subarray(window.from, window.to),
          types: pieces.types.subarray(window.from, window.to),
        },
        signal,
      )
    ).tokens,
  }));
  const placement = new PiecePlacement(pieces, units);
  for (const { window, tokens } of await Promise.all(runs))
    for (let piece = window.scoredFrom; piece < window.scoredTo; piece += 1)
      scores.add(placement.unitOf(piece), tokens[(piece - window.from) * HEAD_COUNT + HEADS.keep] ?? 0);
  return scores.take();
}

/** Finds the unit of each piece; pieces are asked for in order. */
export class PiecePlacement {
  readonly #pieces: Pieces;
  readonly #units: Units;
  #unit = 0;

  constructor(pieces: Pieces, units: Units) {
    this.#pieces = pieces;
    this.#units = units;
  }

  unitOf(piece: number): number {
    const start = this.#pieces.starts[piece] ?? 0;
    while (this.#unit < this.#units.count - 1 && (this.#units.ends[this.#unit] ?? 0) <= start)
      this.#unit += 1;
    return this.#unit;
  }
}
