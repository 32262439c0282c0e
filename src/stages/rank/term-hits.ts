import { WordReader } from '../../models/lexicon/words.ts';
import type { Passage, Units } from '../segment/passage.ts';
import type { TermStatistics } from './bm25.ts';
import type { Query } from './query.ts';

/** Finds which lines of a passage name what the question asks for: in code, logs and data that is what tells them apart. */
export class TermHits {
  readonly #query: Query;
  readonly #statistics: TermStatistics;
  readonly #reader = new WordReader();

  constructor(query: Query, statistics: TermStatistics) {
    this.#query = query;
    this.#statistics = statistics;
  }

  /** For each unit the inverse document frequencies of the terms in it, each term once; of the question that has most. */
  of({ text }: Passage, { count, cores, ends }: Units): Float32Array {
    return Float32Array.from({ length: count }, (_, unit) =>
      this.#sum(text, cores[unit] ?? 0, ends[unit] ?? 0),
    );
  }

  #sum(text: string, start: number, end: number): number {
    const found = new Set<number>();
    for (let at = start; this.#reader.next(text, at, end); at = this.#reader.end) {
      const term = this.#query.term(this.#reader.stem);
      if (term >= 0) found.add(term);
    }
    if (found.size === 0) return 0;
    const sums = this.#query.questions.map((terms) =>
      terms.reduce((sum, term) => sum + (found.has(term) ? this.#statistics.idf(term) : 0), 0),
    );
    return Math.max(...sums);
  }
}
