import type { KeepModel } from '../../models/keep-model.ts';
import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { ScoredBatch, UnitBatch } from '../batch.ts';
import { keepScores } from './encoder.ts';

/** Batches under way: while the last windows of one run, the next one is being cut. */
const CONCURRENCY = 2;

/** Scores units by a model. */
export function encoderStage(model: KeepModel): Stage<UnitBatch, ScoredBatch> {
  return mapStage({
    name: 'encoder',
    options: { model: model.name },
    concurrency: CONCURRENCY,
    async map(batch: UnitBatch, { signal }) {
      const runs = batch.passages.map(({ passage, units }) => keepScores(model, passage, units, signal));
      return { batch, scores: await Promise.all(runs) };
    },
  });
}
