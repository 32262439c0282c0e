import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import type { LexicalWeights } from '../../models/lexicon/lexical-weights.ts';
import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { ScoredBatch, UnitBatch } from '../batch.ts';
import { lexicalScores } from './lexical.ts';

/** Scores units by the statistics and the form of their words. */
export function lexicalStage(
  frequencies: WordFrequencies,
  weights: LexicalWeights,
): Stage<UnitBatch, ScoredBatch> {
  return mapStage({
    name: 'lexical',
    map: (batch: UnitBatch) => ({
      batch,
      scores: batch.passages.map(({ passage, units }) => lexicalScores(passage, units, frequencies, weights)),
    }),
  });
}
