import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { NumberedDocument, ScoredBatch } from '../batch.ts';
import type { Allocation } from './allocation.ts';

/** Gathers scores and costs in an allocation. */
export function allocateStage(allocation: Allocation): Stage<ScoredBatch, NumberedDocument> {
  let previous = -1;
  return mapStage({
    name: 'allocate',
    async map({ batch, scores }: ScoredBatch, context) {
      const { document, ordinal, passages } = batch;
      if (ordinal !== previous) allocation.beginDocument();
      previous = ordinal;
      for (const [at, divided] of passages.entries()) {
        const tokens = await allocation.add(batch, divided, scores[at] ?? new Float32Array(0));
        context.count({ characters: divided.passage.text.length, tokens });
      }
      return { document, ordinal };
    },
  });
}
