import { Best } from './best.ts';
import type { TermCounts, TermStatistics } from './bm25.ts';
import type { Query } from './query.ts';
import type { TermRows } from './term-rows.ts';

/** Where the terms of the questions stand, and how common they are. */
export interface Terms {
  readonly query: Query;
  readonly rows: TermRows;
  readonly statistics: TermStatistics;
}

/** BM25 of the passages for each question, asked for in source order. */
export class TermScores implements AsyncDisposable {
  readonly #rows: AsyncIterator<TermCounts>;
  readonly #terms: Terms;
  readonly #none: readonly number[];
  #row: TermCounts | undefined;
  #isStarted = false;

  constructor(terms: Terms) {
    this.#rows = terms.rows.read()[Symbol.asyncIterator]();
    this.#terms = terms;
    this.#none = terms.query.questions.map(() => 0);
  }

  /** The scores of a passage, one for each question; 0 where it holds no term of it. */
  async of(passage: number): Promise<readonly number[]> {
    while (!this.#isStarted || (this.#row !== undefined && this.#row.passage < passage)) {
      this.#isStarted = true;
      const next = await this.#rows.next();
      this.#row = next.done ? undefined : next.value;
    }
    return this.#row?.passage === passage ? scoresOf(this.#row, this.#terms) : this.#none;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rows.return?.();
  }
}

/** For each question the passages with the highest BM25 and their scores, `limit` at most. */
export async function bestByTerms(
  terms: Terms,
  limit: number,
): Promise<readonly ReadonlyMap<number, number>[]> {
  const best = terms.query.questions.map(() => new Best(limit));
  for await (const row of terms.rows.read())
    for (const [question, score] of scoresOf(row, terms).entries())
      if (score > 0) best[question]?.add(row.passage, score);
  return best.map((passages) => passages.entries());
}

/** BM25 of one passage for each question. */
export function scoresOf(row: TermCounts, { query, statistics }: Omit<Terms, 'rows'>): readonly number[] {
  return query.questions.map((terms) => statistics.score(row, terms));
}
