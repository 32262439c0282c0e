import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import type { LexicalWeights } from '../../models/lexicon/lexical-weights.ts';
import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { ScoredBatch, UnitBatch } from '../batch.ts';
import { LexicalScorer } from './lexical.ts';

/**
 * Scores units by the statistics and the form of their words.
 * @throws {PithError} `model` if the weights are not made for these features, or for another table of words.
 */
export function lexicalStage(
  frequencies: WordFrequencies,
  weights: LexicalWeights,
): Stage<UnitBatch, ScoredBatch> {
  const scorer = new LexicalScorer(frequencies, weights);
  return mapStage({
    name: 'lexical',
    map: (batch: UnitBatch) => ({
      batch,
      scores: batch.passages.map(({ passage, units }) => scorer.score(passage, units)),
    }),
  });
}
