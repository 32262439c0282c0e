import { liftNeighbours } from '../stages/score/neighbours.ts';
import type { QuestionRanking } from './question-ranking.ts';

/** What the relevance of a passage adds to the score of each of its units; for this and the rest see docs/adr/0013-adding-scores.md. */
export const RELEVANCE_WEIGHT = 1;
/** What the closeness of a sentence to the question, a cosine, adds to each of its units; see docs/adr/0049-sentence-encoder.md. */
export const SIMILARITY_WEIGHT = 12;
/** Passages that were not read with the question come after those that were, as if the encoder had said so. */
const UNREAD_RELEVANCE = -8;
const UNREAD_KEEP = -8;
/** No unit of a passage that was read counts for less, so that a relevant passage is kept in longer stretches. */
const LEAST_KEEP = -7;

/** How fast the worth of a hit fades over the words beside it; see docs/adr/0015-words-beside-a-hit.md. */
export const NEIGHBOURS = { first: 0.5, each: 1 };

/**
 * The scores of a passage's units for the question that makes most of each.
 *
 * @param scores Those without a question, weighed beside the others.
 */
export function scoresForQuestions(
  questions: readonly QuestionRanking[],
  passage: number,
  scores: Float32Array,
): Float32Array {
  const read = questions.filter(({ candidates }) => candidates.has(passage));
  if (read.length === 0) {
    const unread = UNREAD_KEEP + RELEVANCE_WEIGHT * UNREAD_RELEVANCE;
    return liftNeighbours(scores, NEIGHBOURS).map((score) => score + unread);
  }
  const [first, ...others] = read.map((question) => scoresForOne(question, passage, scores));
  return others.reduce(
    (best, own) => best.map((score, unit) => Math.max(score, own[unit] ?? score)),
    first ?? scores,
  );
}

function scoresForOne(
  { candidates, worth, lift }: QuestionRanking,
  passage: number,
  scores: Float32Array,
): Float32Array {
  const { keep, similarity } = candidates.get(passage) ?? { keep: [] };
  const own = scores.map(
    (score, unit) =>
      score +
      Math.max(LEAST_KEEP, keep[unit] ?? LEAST_KEEP) +
      SIMILARITY_WEIGHT * Math.max(0, similarity?.[unit] ?? 0),
  );
  const added = RELEVANCE_WEIGHT * (worth.get(passage) ?? UNREAD_RELEVANCE) + lift;
  return liftNeighbours(own, NEIGHBOURS).map((score) => score + added);
}
