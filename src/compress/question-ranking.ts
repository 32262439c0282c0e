import type { Reading } from '../stages/rank/relevance.ts';

/** What passages count for those beside them in the same document, by their distance; see docs/adr/0019-relevance-of-neighbours.md. */
const NEIGHBOUR_WEIGHTS = [1, 0.8, 0.6, 0.4];

/** What is known of a candidate once it was read with a question. */
export interface Candidate extends Reading {
  readonly document: number;
  readonly tokens: number;
  /** Relevance by the encoder and BM25 together. */
  readonly combined: number;
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
  const worth = new Map(
    [...candidates].map(([passage, candidate]) => [passage, near(candidates, passage, candidate)]),
  );
  return { candidates, worth, lift: 0 };
}

/** A mean of the odds of a passage and of those around it: what answers a question is often spread over several. */
function near(candidates: ReadonlyMap<number, Candidate>, passage: number, { document }: Candidate): number {
  let sum = 0;
  let weights = 0;
  for (const [distance, weight] of NEIGHBOUR_WEIGHTS.entries())
    for (const other of distance === 0 ? [passage] : [passage - distance, passage + distance]) {
      const candidate = candidates.get(other);
      if (candidate?.document !== document) continue;
      sum += weight * Math.exp(candidate.combined);
      weights += weight;
    }
  return Math.log(sum / weights);
}
