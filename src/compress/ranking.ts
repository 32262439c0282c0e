import type { TokenCounter } from '../models/tokens/token-counter.ts';
import type { RankedPassage } from '../stages/rank/rank-stage.ts';
import type { Reading } from '../stages/rank/relevance.ts';

/** The encoder reads this many passages with the question, whatever the length of the input. */
export const MAX_CANDIDATES = 256;
/** Passages are read in detail until they hold this many times the budget. */
const BUDGETS_READ = 4;
/** Where the candidates hold less than this many times the budget, the rest of the input is scored as well. */
const BUDGETS_NEEDED = 1.2;

/** What is known of a candidate once it was read with the question. */
export interface Candidate extends Reading {
  readonly tokens: number;
  /** Relevance by the encoder and BM25 together. */
  readonly combined: number;
}

/** The candidates, and which passages are worth scoring. */
export interface Ranking {
  readonly candidates: ReadonlyMap<number, Candidate>;
  /** The passages from which the output is taken; undefined: all of them. */
  readonly readingList: ReadonlySet<number> | undefined;
}

/** Gathers what the rank stage found. */
export class RankingBuilder {
  readonly #candidates = new Map<number, Candidate>();
  readonly #counter: TokenCounter;
  readonly #termScores: ReadonlyMap<number, number>;
  readonly #termWeight: number;

  /** `termScores`: BM25 of the candidates; `termWeight`: what it counts beside the relevance. */
  constructor(counter: TokenCounter, termScores: ReadonlyMap<number, number>, termWeight: number) {
    this.#counter = counter;
    this.#termScores = termScores;
    this.#termWeight = termWeight;
  }

  add({ passage, relevance, keep }: RankedPassage): void {
    const combined = relevance + this.#termWeight * (this.#termScores.get(passage.index) ?? 0);
    this.#candidates.set(passage.index, {
      relevance,
      keep,
      combined,
      tokens: this.#counter.count(passage.text),
    });
  }

  /** Chooses the reading list: the most relevant passages, as many as the budget can use. */
  build(budget: number): Ranking {
    const candidates = this.#candidates;
    const total = [...candidates.values()].reduce((sum, { tokens }) => sum + tokens, 0);
    if (total < BUDGETS_NEEDED * budget) return { candidates, readingList: undefined };
    const byRelevance = [...candidates].sort((a, b) => b[1].combined - a[1].combined || a[0] - b[0]);
    const readingList = new Set<number>();
    let tokens = 0;
    for (const [passage, candidate] of byRelevance) {
      if (tokens >= BUDGETS_READ * budget) break;
      readingList.add(passage);
      tokens += candidate.tokens;
    }
    return { candidates, readingList };
  }
}
