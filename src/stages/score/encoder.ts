import type { KeepModel } from '../../models/keep-model.ts';
import type { Pieces } from '../../models/wordpiece/pieces.ts';
import type { Passage, Units } from '../segment/passage.ts';
import { UnitScores } from './unit-scores.ts';
import { pieceWindows } from './windows.ts';

/** Scores the units of a passage by a model that knows no question. */
export async function keepScores(
  model: KeepModel,
  passage: Passage,
  units: Units,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const pieces = model.tokenizer.encode(passage.text);
  const scores = new UnitScores(passage, units);
  const runs = pieceWindows(pieces.count, model.maxPieces).map(async (window) => ({
    window,
    keep: await model.keep(
      {
        ids: pieces.ids.subarray(window.from, window.to),
        types: pieces.types.subarray(window.from, window.to),
      },
      signal,
    ),
  }));
  const placement = new PiecePlacement(pieces, units);
  for (const { window, keep } of await Promise.all(runs))
    for (let piece = window.scoredFrom; piece < window.scoredTo; piece += 1)
      scores.add(placement.unitOf(piece), keep[piece - window.from] ?? 0);
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
