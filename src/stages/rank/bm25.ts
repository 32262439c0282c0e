const K1 = 1.2;
const B = 0.75;

/** How often a question's terms occur in one passage. */
export interface TermCounts {
  /** Ordinal of the passage in the run. */
  readonly passage: number;
  /** Length of the passage in words. */
  readonly words: number;
  /** Occurrences of each term, by its ordinal. */
  readonly counts: Uint8Array;
}

/** What BM25 must know of the whole input: gathered in one pass, for the terms of all questions. */
export class TermStatistics {
  #passages = 0;
  #words = 0;
  readonly #holding: Uint32Array;

  constructor(terms: number) {
    this.#holding = new Uint32Array(terms);
  }

  /** Counts one passage; `counts` may be empty when no term occurs. */
  add(words: number, counts: Uint8Array | undefined): void {
    this.#passages += 1;
    this.#words += words;
    if (counts === undefined) return;
    for (let term = 0; term < counts.length; term += 1)
      if (counts[term] !== 0) this.#holding[term] = (this.#holding[term] ?? 0) + 1;
  }

  /** Words of all passages. */
  get words(): number {
    return this.#words;
  }

  /** BM25 of a passage for some of the terms (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75). */
  score({ words, counts }: TermCounts, terms: readonly number[]): number {
    const average = this.#words / Math.max(1, this.#passages);
    const norm = K1 * (1 - B + (B * words) / Math.max(1, average));
    let total = 0;
    for (const term of terms) {
      const count = counts[term] ?? 0;
      if (count === 0) continue;
      total += (this.idf(term) * count * (K1 + 1)) / (count + norm);
    }
    return total;
  }

  /** The inverse document frequency of a term, which is never negative. */
  idf(term: number): number {
    const holding = this.#holding[term] ?? 0;
    return Math.log(1 + (this.#passages - holding + 0.5) / (holding + 0.5));
  }
}
