import type { TokenCounter } from '../models/tokens/token-counter.ts';
import type { RankedPassage } from '../stages/rank/rank-stage.ts';
import type { Reading } from '../stages/rank/relevance.ts';

/** The encoder reads this many passages with the question, whatever the length of the input. */
export const MAX_CANDIDATES = 256;
/** Passages are read in detail until they hold this many times the budget. */
const BUDGETS_READ = 4;
/** Where the candidates hold less than this many times the budget, the rest of the input is scored as well. */
const BUDGETS_NEEDED = 1.2;

/** BM25 beside the relevance that the encoder sees; see docs/adr/0019-relevance-of-neighbours.md for all that follows. */
const TERM_WEIGHT = 0.3;
/** What passages count for those beside them in the same document, by their distance. */
const NEIGHBOUR_WEIGHTS = [1, 0.8, 0.6, 0.4];

/** What is known of a candidate once it was read with the question. */
export interface Candidate extends Reading {
  readonly document: number;
  readonly tokens: number;
  /** Relevance by the encoder and BM25 together. */
  readonly combined: number;
}

/** The candidates, and which passages are worth scoring. */
export interface Ranking {
  readonly candidates: ReadonlyMap<number, Candidate>;
  /** How much each candidate is worth with what stands beside it. */
  readonly worth: ReadonlyMap<number, number>;
  /** The passages from which the output is taken; undefined: all of them. */
  readonly readingList: ReadonlySet<number> | undefined;
}

/** Where nothing is asked: all passages are read. */
export const UNRANKED: Ranking = { candidates: new Map(), worth: new Map(), readingList: undefined };

/** Gathers what the rank stage found. */
export class RankingBuilder {
  readonly #candidates = new Map<number, Candidate>();
  readonly #counter: TokenCounter;
  readonly #termScores: ReadonlyMap<number, number>;

  /** `termScores`: BM25 of the candidates. */
  constructor(counter: TokenCounter, termScores: ReadonlyMap<number, number>) {
    this.#counter = counter;
    this.#termScores = termScores;
  }

  add({ passage, relevance, keep }: RankedPassage): void {
    const combined = relevance + TERM_WEIGHT * (this.#termScores.get(passage.index) ?? 0);
    this.#candidates.set(passage.index, {
      document: passage.document,
      relevance,
      keep,
      combined,
      tokens: this.#counter.count(passage.text),
    });
  }

  /** Chooses the reading list: the most relevant passages, as many as the budget can use. */
  build(budget: number): Ranking {
    const candidates = this.#candidates;
    const worth = new Map(
      [...candidates].map(([passage, candidate]) => [passage, near(candidates, passage, candidate)]),
    );
    const total = [...candidates.values()].reduce((sum, { tokens }) => sum + tokens, 0);
    if (total < BUDGETS_NEEDED * budget) return { candidates, worth, readingList: undefined };
    const byWorth = [...candidates].sort(
      (a, b) => (worth.get(b[0]) ?? 0) - (worth.get(a[0]) ?? 0) || a[0] - b[0],
    );
    const readingList = new Set<number>();
    let tokens = 0;
    for (const [passage, candidate] of byWorth) {
      if (tokens >= BUDGETS_READ * budget) break;
      readingList.add(passage);
      tokens += candidate.tokens;
    }
    return { candidates, worth, readingList };
  }
}

/** A mean of the odds of a passage and of those around it: what answers a question is often spread over several. */
function near(candidates: ReadonlyMap<number, Candidate>, passage: number, { document }: Candidate): number {
  let sum = 0;
  let weights = 0;
  for (const [distance, weight] of NEIGHBOUR_WEIGHTS.entries())
    for (const other of distance === 0 ? [passage] : [passage - distance, passage + distance]) {
      const candidate = candidates.get(other);
      if (candidate?.document !== document) continue;
      sum += weight * Math.exp(candidate.combined);
      weights += weight;
    }
  return Math.log(sum / weights);
}
