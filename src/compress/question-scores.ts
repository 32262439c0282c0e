import { liftNeighbours } from '../stages/score/neighbours.ts';
import type { QuestionRanking } from './question-ranking.ts';

/** What the relevance of a passage adds to the score of each of its units; for this and the rest see docs/adr/0013-adding-scores.md. */
export const RELEVANCE_WEIGHT = 1;
/** What the cosine of a sentence and the question says as a relevance; see docs/adr/0049-sentence-encoder.md. */
const CLOSENESS = { weight: 20, least: -7 };
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
  const relevance = worth.get(passage) ?? UNREAD_RELEVANCE;
  const own = scores.map(
    (score, unit) =>
      score +
      Math.max(LEAST_KEEP, keep[unit] ?? LEAST_KEEP) +
      RELEVANCE_WEIGHT * Math.max(relevance, closeness(similarity?.[unit])) +
      lift,
  );
  return liftNeighbours(own, NEIGHBOURS);
}

/** How relevant a sentence is by its closeness to the question, on the scale of passages: it counts where its passage says less. */
export function closeness(cosine: number | undefined): number {
  return cosine === undefined ? Number.NEGATIVE_INFINITY : CLOSENESS.weight * cosine + CLOSENESS.least;
}
