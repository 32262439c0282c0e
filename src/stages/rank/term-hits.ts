import { WordReader } from '../../models/lexicon/words.ts';
import type { Passage, Units } from '../segment/passage.ts';
import type { TermStatistics } from './bm25.ts';
import type { Query } from './query.ts';

/**
 * A line that names what the question names is worth so much more than one that shares a word with it: it has to pay for
 * the lines that it stands in. Found on development files, see docs/adr/0023-structure.md.
 */
const NAMED_WEIGHT = 8;

/** Finds which lines of a passage name what the question asks for: in code, logs and data that is what tells them apart. */
export class TermHits {
  readonly #query: Query;
  readonly #statistics: TermStatistics;
  readonly #reader = new WordReader();

  constructor(query: Query, statistics: TermStatistics) {
    this.#query = query;
    this.#statistics = statistics;
  }

  /** For each unit the inverse document frequencies of the terms in it, each term once, names more; of the question that has most. */
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
      terms.reduce((sum, term) => sum + (found.has(term) ? this.#worth(term) : 0), 0),
    );
    return Math.max(...sums);
  }

  #worth(term: number): number {
    return this.#statistics.idf(term) * (this.#query.isNamed(term) ? NAMED_WEIGHT : 1);
  }
}
