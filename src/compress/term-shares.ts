import { scoresOf, type Terms } from '../stages/rank/term-scores.ts';

/** Steps that the scores of a question are told apart by. */
const BINS = 256;
/** BM25 of a question counts this many times its own at most. */
const MOST = 4;

/**
 * What BM25 counts for each question where no encoder reads them, so that each of several gets its share of the budget:
 * the score that a passage must have for a question to fill an equal part of it alone is made the same for all.
 *
 * @param part The budget as a part of the input.
 */
export async function termShares(terms: Terms, part: number): Promise<readonly number[]> {
  const { questions } = terms.query;
  if (questions.length < 2) return questions.map(() => 1);
  const highest = Math.max(...(await highestScores(terms)));
  const words = questions.map(() => new Float64Array(BINS));
  for await (const row of terms.rows.read())
    for (const [question, score] of scoresOf(row, terms).entries()) {
      const bin = Math.min(BINS - 1, Math.floor((score / highest) * BINS));
      const own = words[question];
      if (own !== undefined && score > 0) own[bin] = (own[bin] ?? 0) + row.words;
    }
  const bars = words.map((own) => barOf(own, (part * terms.statistics.words) / questions.length));
  const top = Math.max(...bars);
  return bars.map((bar) => Math.min(MOST, top / bar));
}

async function highestScores(terms: Terms): Promise<readonly number[]> {
  const highest = terms.query.questions.map(() => 0);
  for await (const row of terms.rows.read())
    for (const [question, score] of scoresOf(row, terms).entries())
      highest[question] = Math.max(highest[question] ?? 0, score);
  return highest;
}

/** The lowest bin that is still within so many words, counted from the best; bins count from 1. */
function barOf(words: Float64Array, limit: number): number {
  let left = limit;
  let lowest = BINS;
  for (let bin = BINS - 1; bin >= 0 && left > 0; bin -= 1) {
    if ((words[bin] ?? 0) === 0) continue;
    lowest = bin + 1;
    left -= words[bin] ?? 0;
  }
  return lowest;
}
