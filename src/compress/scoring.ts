import type { Fusion } from '../models/encoder/model-card.ts';
import type { WordFrequencies } from '../models/lexicon/frequencies.ts';
import { asNode, type GraphNode, tee } from '../pipeline/graph.ts';
import type { Stage } from '../pipeline/stage.ts';
import type { ScoredBatch, UnitBatch } from '../stages/batch.ts';
import type { TermScores } from '../stages/rank/term-scores.ts';
import { encoderStage } from '../stages/score/encoder-stage.ts';
import { lexicalStage } from '../stages/score/lexical-stage.ts';
import { questionStage } from '../stages/score/question-stage.ts';
import type { ScoreScale } from '../stages/score/scale.ts';
import type { Candidate, Ranking } from './ranking.ts';
import type { Resources } from './resources.ts';

export const LEXICAL_SCALE: ScoreScale = { lowest: -2, highest: 8 };
export const ENCODER_SCALE: ScoreScale = { lowest: -12, highest: 6 };
export const TERM_SCALE: ScoreScale = { lowest: -2, highest: 40 };
export const QUESTION_SCALE: ScoreScale = { lowest: -20, highest: 8 };

/** What the relevance of a passage adds to the score of each of its units. */
const RELEVANCE_WEIGHT = 0.5;
/** BM25 beside word statistics. */
const TERM_WEIGHT = 1.5;
/** Passages that were not read with the question come after those that were, as if the encoder had said so. */
const UNREAD: Pick<Candidate, 'combined'> = { combined: -8 };
const UNREAD_KEEP = -8;

/** Scores without a question. */
export function agnosticScoring(
  frequencies: WordFrequencies,
  { encoder, lexicalWeights }: Pick<Resources, 'encoder' | 'lexicalWeights'>,
): GraphNode<UnitBatch, ScoredBatch> {
  const lexical = lexicalStage(frequencies, lexicalWeights);
  if (encoder === undefined) return asNode(lexical);
  const weight = encoder.card.fusion.keep.scorer;
  return tee({
    name: 'fuse',
    branches: [lexical, encoderStage(encoder)],
    merge: (words, pieces) => addScores(words, weight, pieces),
  });
}

/** Adds BM25 of the passage to every unit: the question at level 1. */
export function termScoring(terms: TermScores): Stage<ScoredBatch, ScoredBatch> {
  return questionStage({
    name: 'terms',
    options: { weight: TERM_WEIGHT },
    async fuse({ passage }, scores) {
      const bonus = TERM_WEIGHT * (await terms.of(passage.index));
      return scores.map((score) => score + bonus);
    },
  });
}

/** Brings in what the encoder said of units and passages with the question beside them. */
export function questionScoring(ranking: Ranking, fusion: Fusion): Stage<ScoredBatch, ScoredBatch> {
  const weight = fusion.question.keep;
  return questionStage({
    name: 'question',
    options: { keep: weight, relevance: RELEVANCE_WEIGHT },
    fuse({ passage }, scores) {
      const candidate = ranking.candidates.get(passage.index);
      const relevance = RELEVANCE_WEIGHT * (candidate ?? UNREAD).combined;
      return scores.map((score, unit) => weight * score + (candidate?.keep[unit] ?? UNREAD_KEEP) + relevance);
    },
  });
}

function addScores(lexical: ScoredBatch, weight: number, encoder: ScoredBatch): ScoredBatch {
  const scores = lexical.scores.map((own, at) => {
    const other = encoder.scores[at];
    return own.map((score, unit) => weight * score + (other?.[unit] ?? 0));
  });
  return { batch: lexical.batch, scores };
}
