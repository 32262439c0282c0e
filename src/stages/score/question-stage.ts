import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { DividedPassage, ScoredBatch } from '../batch.ts';

/** How a question changes scores. */
export interface QuestionStageOptions {
  /** The name of the stage in drawings and counters. */
  readonly name: string;
  /** Shown to users. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The scores of a passage's units, given the question, from those without. Passages come in source order. */
  readonly fuse: (divided: DividedPassage, scores: Float32Array) => Promise<Float32Array> | Float32Array;
}

/** Brings the question into scores that know nothing of it. */
export function questionStage({
  name,
  options,
  fuse,
}: QuestionStageOptions): Stage<ScoredBatch, ScoredBatch> {
  return mapStage({
    name,
    options,
    async map({ batch, scores }: ScoredBatch) {
      const fused: Float32Array[] = [];
      for (const [at, divided] of batch.passages.entries())
        fused.push(await fuse(divided, scores[at] ?? new Float32Array(0)));
      return { batch, scores: fused };
    },
  });
}
