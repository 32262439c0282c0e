import type { QuestionRanking } from './question-ranking.ts';
import { scoresForQuestions } from './question-scores.ts';

/**
 * Lets several questions have their share of one budget. One may find much that looks relevant and another little, and a
 * common bar would give the first everything: so each is lifted to where the bars lie level that they would have if each
 * had an equal part of the budget to itself. What answers several of them is paid for once, and leaves more to all.
 */
export function shareEvenly(
  questions: readonly QuestionRanking[],
  budget: number,
): readonly QuestionRanking[] {
  if (questions.length < 2) return questions;
  const bars = questions.map((question) => barOf(question, budget / questions.length));
  const highest = Math.max(...bars);
  return questions.map((question, at) => ({ ...question, lift: highest - (bars[at] ?? highest) }));
}

/** The score that a unit would have to pass if the question had this many tokens to itself. */
function barOf(question: QuestionRanking, tokens: number): number {
  const units = [...question.candidates].flatMap(([passage, { keep, tokens: cost }]) => {
    const scores = scoresForQuestions([question], passage, new Float32Array(keep.length));
    return Array.from(scores, (score) => ({ score, cost: cost / scores.length }));
  });
  units.sort((a, b) => b.score - a.score);
  let left = tokens;
  for (const { score, cost } of units) {
    left -= cost;
    if (left <= 0) return score;
  }
  return units.at(-1)?.score ?? Number.NEGATIVE_INFINITY;
}
