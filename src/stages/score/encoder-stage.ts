import type { Encoder } from '../../models/encoder/encoder.ts';
import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { ScoredBatch, UnitBatch } from '../batch.ts';
import { keepScores } from './encoder.ts';

/** Batches under way: while the last windows of one run, the next one is being cut. */
const CONCURRENCY = 2;

/** Scores units by the encoder's keep head. */
export function encoderStage(encoder: Encoder): Stage<UnitBatch, ScoredBatch> {
  return mapStage({
    name: 'encoder',
    options: { model: encoder.card.name },
    concurrency: CONCURRENCY,
    async map(batch: UnitBatch, { signal }) {
      const runs = batch.passages.map(({ passage, units }) => keepScores(encoder, passage, units, signal));
      return { batch, scores: await Promise.all(runs) };
    },
  });
}
