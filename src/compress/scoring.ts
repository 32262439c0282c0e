import type { Fusion } from '../models/encoder/model-card.ts';
import type { WordFrequencies } from '../models/lexicon/frequencies.ts';
import { asNode, type GraphNode, tee } from '../pipeline/graph.ts';
import type { Stage } from '../pipeline/stage.ts';
import type { ScoredBatch, UnitBatch } from '../stages/batch.ts';
import type { TermScores } from '../stages/rank/term-scores.ts';
import { encoderStage } from '../stages/score/encoder-stage.ts';
import { lexicalStage } from '../stages/score/lexical-stage.ts';
import { liftNeighbours } from '../stages/score/neighbours.ts';
import { questionStage } from '../stages/score/question-stage.ts';
import type { ScoreScale } from '../stages/score/scale.ts';
import type { Candidate, Ranking } from './ranking.ts';
import type { Resources } from './resources.ts';

const LEXICAL_SCALE: ScoreScale = { lowest: -3, highest: 13 };
const ENCODER_SCALE: ScoreScale = { lowest: -12, highest: 6 };
/** Of a model that is not ours: few are surer of a word than that. */
const CLASSIFIER_SCALE: ScoreScale = { lowest: -12, highest: 12 };
const TERM_SCALE: ScoreScale = { lowest: -3, highest: 40 };
const CLASSIFIER_TERM_SCALE: ScoreScale = { lowest: -12, highest: 40 };
export const QUESTION_SCALE: ScoreScale = { lowest: -20, highest: 8 };

/** What the relevance of a passage adds to the score of each of its units; for this and the rest see docs/adr/0013-adding-scores.md. */
const RELEVANCE_WEIGHT = 0.5;
/** BM25 beside word statistics. */
const TERM_WEIGHT = 2;
/** Passages that were not read with the question come after those that were, as if the encoder had said so. */
const UNREAD: Pick<Candidate, 'combined'> = { combined: -8 };
const UNREAD_KEEP = -8;

/** How fast the worth of a hit fades over the words beside it; see docs/adr/0015-words-beside-a-hit.md. */
const NEIGHBOURS = { first: 0.5, each: 1 };

/** Scores without a question. */
export function agnosticScoring(
  frequencies: WordFrequencies,
  { scorer, lexicalWeights }: Pick<Resources, 'scorer' | 'lexicalWeights'>,
): GraphNode<UnitBatch, ScoredBatch> {
  const lexical = lexicalStage(frequencies, lexicalWeights);
  if (scorer === undefined) return asNode(lexical);
  const { lexicalWeight } = scorer;
  if (lexicalWeight === 0) return asNode(encoderStage(scorer));
  return tee({
    name: 'fuse',
    branches: [lexical, encoderStage(scorer)],
    merge: (words, pieces) => addScores(words, lexicalWeight, pieces),
  });
}

/** Where the scores lie that {@link agnosticScoring} gives. */
export function agnosticScale({ scorer, encoder }: Pick<Resources, 'scorer' | 'encoder'>): ScoreScale {
  if (scorer === undefined) return LEXICAL_SCALE;
  return encoder === undefined ? CLASSIFIER_SCALE : ENCODER_SCALE;
}

/** Adds BM25 of the passage to every unit: the question at level 1, and for models that know none. */
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

/** Where those scores lie. */
export function termScale({ scorer }: Pick<Resources, 'scorer'>): ScoreScale {
  return scorer === undefined ? TERM_SCALE : CLASSIFIER_TERM_SCALE;
}

/** Brings in what the encoder said of units and passages with the question beside them. */
export function questionScoring(ranking: Ranking, fusion: Fusion): Stage<ScoredBatch, ScoredBatch> {
  const weight = fusion.question.keep;
  return questionStage({
    name: 'question',
    options: { keep: weight, relevance: RELEVANCE_WEIGHT, neighbours: NEIGHBOURS },
    fuse({ passage }, scores) {
      const candidate = ranking.candidates.get(passage.index);
      const relevance = RELEVANCE_WEIGHT * (candidate ?? UNREAD).combined;
      const own = scores.map((score, unit) => weight * score + (candidate?.keep[unit] ?? UNREAD_KEEP));
      return liftNeighbours(own, NEIGHBOURS).map((score) => score + relevance);
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
