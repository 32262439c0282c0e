import type { Mentions } from '../stages/rank/mentions.ts';
import type { Reading } from '../stages/rank/relevance.ts';
import { linkedRelevance } from './links.ts';

/** What passages count for those beside them in the same document, by their distance; see docs/adr/0019-relevance-of-neighbours.md. */
const NEIGHBOUR_WEIGHTS = [1, 0.8, 0.6, 0.4];

/** What is known of a candidate once it was read with a question. */
export interface Candidate extends Reading {
  readonly document: number;
  readonly tokens: number;
  /** Relevance by the encoder and BM25 together. */
  readonly combined: number;
  /** What leads to it from others, and to others from it. */
  readonly mentions: Mentions;
}

/** What one question makes of the passages that were read with it. */
export interface QuestionRanking {
  readonly candidates: ReadonlyMap<number, Candidate>;
  /** How much each candidate is worth with what stands beside it: the logarithm of its odds. */
  readonly worth: ReadonlyMap<number, number>;
  /** What is added to the scores for this question, so that it gets its share of the budget beside others. */
  readonly lift: number;
}

/** Weighs the candidates of one question. */
export function rankForQuestion(candidates: ReadonlyMap<number, Candidate>): QuestionRanking {
  const relevance = linkedRelevance(candidates);
  const worth = new Map(
    [...candidates].map(([passage, { document }]) => [
      passage,
      near(candidates, relevance, passage, document),
    ]),
  );
  return { candidates, worth, lift: 0 };
}

/** A mean of the odds of a passage and of those around it: what answers a question is often spread over several. */
function near(
  candidates: ReadonlyMap<number, Candidate>,
  relevance: ReadonlyMap<number, number>,
  passage: number,
  document: number,
): number {
  let sum = 0;
  let weights = 0;
  for (const [distance, weight] of NEIGHBOUR_WEIGHTS.entries())
    for (const other of distance === 0 ? [passage] : [passage - distance, passage + distance]) {
      const own = relevance.get(other);
      if (own === undefined || candidates.get(other)?.document !== document) continue;
      sum += weight * Math.exp(own);
      weights += weight;
    }
  return Math.log(sum / weights);
}
