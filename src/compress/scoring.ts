import type { Fusion } from '../models/encoder/model-card.ts';
import type { WordFrequencies } from '../models/lexicon/frequencies.ts';
import { asNode, chain, type GraphNode, tee } from '../pipeline/graph.ts';
import { mapStage, type Stage } from '../pipeline/stage.ts';
import type { DividedPassage, ScoredBatch, UnitBatch } from '../stages/batch.ts';
import { condenseStage } from '../stages/condense/condense-stage.ts';
import type { RepetitionReader } from '../stages/condense/repetition-spool.ts';
import type { TermHits } from '../stages/rank/term-hits.ts';
import type { TermScores } from '../stages/rank/term-scores.ts';
import { encoderStage } from '../stages/score/encoder-stage.ts';
import { lexicalStage } from '../stages/score/lexical-stage.ts';
import { questionStage } from '../stages/score/question-stage.ts';
import type { ScoreScale } from '../stages/score/scale.ts';
import { isLine } from '../stages/segment/passage.ts';
import { NEIGHBOURS, RELEVANCE_WEIGHT, scoresForQuestions } from './question-scores.ts';
import type { Ranking } from './ranking.ts';
import type { Resources } from './resources.ts';

const LEXICAL_SCALE: ScoreScale = { lowest: -3, highest: 13 };
/** Of an encoder and the word statistics, each by its weight. */
const ENCODER_SCALE: ScoreScale = { lowest: -6, highest: 9 };
/** Of a model that is not ours: few are surer of a word than that. */
const CLASSIFIER_SCALE: ScoreScale = { lowest: -12, highest: 12 };
const TERM_SCALE: ScoreScale = { lowest: -3, highest: 40 };
const CLASSIFIER_TERM_SCALE: ScoreScale = { lowest: -12, highest: 40 };
const QUESTION_SCALE: ScoreScale = { lowest: -40, highest: 28 };

/** BM25 beside word statistics; see docs/adr/0013-adding-scores.md. */
const PASSAGE_TERM_WEIGHT = 2;
/** The terms of the question in a line, beside what was read in it. */
const LINE_TERM_WEIGHT = 1;

/** What scores are made from, once the passages have been counted and ranked. */
export interface ScoringSources {
  readonly resources: Pick<Resources, 'scorer' | 'encoder' | 'lexicalWeights'>;
  readonly frequencies: WordFrequencies;
  readonly ranking: Ranking;
  /** Where the terms of the question stand, if there is one. */
  readonly question: QuestionTerms | undefined;
  /** What was said before, where that counts. */
  readonly repetitions?: RepetitionReader | undefined;
  /** Whether nothing competes, so that all scores may be the same. @default false */
  readonly isEven?: boolean;
}

/** What scores units, and where its scores lie. */
export interface Scoring {
  readonly node: GraphNode<UnitBatch, ScoredBatch>;
  readonly scale: ScoreScale;
}

/** Chooses what scores units: with or without a question, and a model that knows it; what is repeated then loses its score. */
export function scoringFor(sources: ScoringSources): Scoring {
  const { node, scale } = plainScoring(sources);
  const { repetitions, question } = sources;
  if (repetitions === undefined) return { node, scale };
  return { node: asNode(chain(node, condenseStage({ repetitions, hits: question?.hits }))), scale };
}

function plainScoring({ resources, frequencies, ranking, question, isEven }: ScoringSources): Scoring {
  if (isEven === true) return { node: asNode(evenScoring()), scale: LEXICAL_SCALE };
  const { encoder } = resources;
  const agnostic = agnosticScoring(frequencies, resources);
  if (question === undefined) return { node: agnostic, scale: agnosticScale(resources) };
  if (encoder === undefined)
    return { node: asNode(chain(agnostic, termScoring(question))), scale: termScale(resources) };
  // What the model says without the question adds nothing to what it says with it: words alone tell the rest apart.
  const words = agnosticScoring(frequencies, { ...resources, scorer: undefined });
  const known = questionScoring(ranking, encoder.card.fusion, question.hits);
  return { node: asNode(chain(words, known)), scale: QUESTION_SCALE };
}

/** Where the order does not matter. */
function evenScoring(): Stage<UnitBatch, ScoredBatch> {
  return mapStage({
    name: 'even',
    map: (batch: UnitBatch) => ({
      batch,
      scores: batch.passages.map(({ units }) => new Float32Array(units.count)),
    }),
  });
}

/** Scores without a question. */
function agnosticScoring(
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
    merge: (words, pieces) => meanScores(words, lexicalWeight, pieces),
  });
}

/** Where the scores lie that {@link agnosticScoring} gives. */
function agnosticScale({ scorer, encoder }: Pick<Resources, 'scorer' | 'encoder'>): ScoreScale {
  if (scorer === undefined) return LEXICAL_SCALE;
  return encoder === undefined ? CLASSIFIER_SCALE : ENCODER_SCALE;
}

/** What the terms of the questions are worth where they stand: BM25 of the passages, and which lines hold them. */
export interface QuestionTerms {
  readonly passages: TermScores;
  /** What BM25 counts for each question. */
  readonly shares: readonly number[];
  readonly hits: TermHits;
}

/** Adds BM25 of the passage, for the question where it is most, to every unit: at level 1, and for models that know no question. */
function termScoring({ passages, shares, hits }: QuestionTerms): Stage<ScoredBatch, ScoredBatch> {
  return questionStage({
    name: 'terms',
    options: { weight: PASSAGE_TERM_WEIGHT, lines: LINE_TERM_WEIGHT },
    async fuse(divided, scores) {
      const byQuestion = await passages.of(divided.passage.index);
      const score = Math.max(...byQuestion.map((own, at) => own * (shares[at] ?? 1)));
      const bonus = PASSAGE_TERM_WEIGHT * score;
      const raised = scores.map((own) => own + bonus);
      return score === 0 ? raised : addHits(raised, divided, hits);
    },
  });
}

function addHits(scores: Float32Array, { passage, units }: DividedPassage, hits: TermHits): Float32Array {
  if (passage.unitKind !== 'line' && units.lines === undefined) return scores;
  const found = hits.of(passage, units);
  return scores.map((score, unit) =>
    isLine(passage, units, unit) ? score + LINE_TERM_WEIGHT * (found[unit] ?? 0) : score,
  );
}

/** Where those scores lie. */
function termScale({ scorer }: Pick<Resources, 'scorer'>): ScoreScale {
  return scorer === undefined ? TERM_SCALE : CLASSIFIER_TERM_SCALE;
}

/** Brings in what the encoder said of units and passages with each question beside them. */
function questionScoring(ranking: Ranking, fusion: Fusion, hits: TermHits): Stage<ScoredBatch, ScoredBatch> {
  const weight = fusion.question.keep;
  return questionStage({
    name: 'question',
    options: {
      keep: weight,
      relevance: RELEVANCE_WEIGHT,
      neighbours: NEIGHBOURS,
      lines: LINE_TERM_WEIGHT,
    },
    fuse(divided, scores) {
      const { index } = divided.passage;
      const { questions } = ranking;
      const raised = scoresForQuestions(
        questions,
        index,
        scores.map((score) => weight * score),
      );
      return questions.some(({ candidates }) => candidates.has(index))
        ? addHits(raised, divided, hits)
        : raised;
    },
  });
}

/** The weighted mean, not the sum: what a score must exceed to pay for a token then does not depend on the weight. */
function meanScores(lexical: ScoredBatch, weight: number, encoder: ScoredBatch): ScoredBatch {
  const scores = lexical.scores.map((own, at) => {
    const other = encoder.scores[at];
    return own.map((score, unit) => (weight * score + (other?.[unit] ?? 0)) / (weight + 1));
  });
  return { batch: lexical.batch, scores };
}
