import { Best } from './best.ts';
import type { TermCounts, TermStatistics } from './bm25.ts';
import type { TermRows } from './term-rows.ts';

/** BM25 of the passages, asked for in source order. */
export class TermScores implements AsyncDisposable {
  readonly #rows: AsyncIterator<TermCounts>;
  readonly #statistics: TermStatistics;
  #row: TermCounts | undefined;
  #isStarted = false;

  constructor(rows: TermRows, statistics: TermStatistics) {
    this.#rows = rows.read()[Symbol.asyncIterator]();
    this.#statistics = statistics;
  }

  /** The score of a passage; 0 if it holds no term of the question. */
  async of(passage: number): Promise<number> {
    while (!this.#isStarted || (this.#row !== undefined && this.#row.passage < passage)) {
      this.#isStarted = true;
      const next = await this.#rows.next();
      this.#row = next.done ? undefined : next.value;
    }
    return this.#row?.passage === passage ? this.#statistics.score(this.#row) : 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rows.return?.();
  }
}

/** The passages with the highest BM25 and their scores, `limit` at most. */
export async function bestByTerms(
  rows: TermRows,
  statistics: TermStatistics,
  limit: number,
): Promise<ReadonlyMap<number, number>> {
  const best = new Best(limit);
  for await (const row of rows.read()) best.add(row.passage, statistics.score(row));
  return best.entries();
}
