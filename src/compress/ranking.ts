import type { TokenCounter } from '../models/tokens/token-counter.ts';
import type { MentionFinder } from '../stages/rank/mentions.ts';
import type { RankedPassage } from '../stages/rank/rank-stage.ts';
import { type Candidate, type QuestionRanking, rankForQuestion } from './question-ranking.ts';
import { closeness } from './question-scores.ts';
import { shareEvenly } from './question-shares.ts';

/** Passages are read in detail until they hold this many times the budget. */
const BUDGETS_READ = 4;
/** Where the candidates hold less than this many times the budget, the rest of the input is scored as well. */
const BUDGETS_NEEDED = 1.2;

/** BM25 beside the relevance that the encoder sees; see docs/adr/0019-relevance-of-neighbours.md. */
export const TERM_WEIGHT = 0.3;

/** The candidates of each question, and which passages are worth scoring. */
export interface Ranking {
  /** One for each question. */
  readonly questions: readonly QuestionRanking[];
  /** The passages from which the output is taken; undefined: all of them. */
  readonly readingList: ReadonlySet<number> | undefined;
  /** Characters that an encoder saw with every question; null if none was to. */
  readonly readChars: number | null;
}

/** For what is asked without an encoder, or not at all. */
export const NO_RANKING: Ranking = { questions: [], readingList: undefined, readChars: null };

/** Gathers what the rank stage found. */
export class RankingBuilder {
  readonly #candidates: readonly Map<number, Candidate>[];
  readonly #tokens = new Map<number, number>();
  readonly #characters: number[];
  readonly #counter: TokenCounter;
  readonly #mentions: MentionFinder;
  readonly #termScores: readonly ReadonlyMap<number, number>[];

  /** `termScores`: for each question, BM25 of its candidates. */
  constructor(
    counter: TokenCounter,
    mentions: MentionFinder,
    termScores: readonly ReadonlyMap<number, number>[],
  ) {
    this.#counter = counter;
    this.#mentions = mentions;
    this.#termScores = termScores;
    this.#candidates = termScores.map(() => new Map());
    this.#characters = termScores.map(() => 0);
  }

  /** Characters that were read with a question, of which fewest were. */
  get readChars(): number {
    return Math.min(...this.#characters);
  }

  add({ passage, readings }: RankedPassage): void {
    const { index, document } = passage;
    const tokens = this.#counter.count(passage.text);
    const mentions = this.#mentions.in(passage);
    this.#tokens.set(index, tokens);
    for (const [question, reading] of readings.entries()) {
      if (reading === undefined) continue;
      const terms = this.#termScores[question]?.get(index) ?? 0;
      const combined = reading.relevance + TERM_WEIGHT * terms;
      this.#characters[question] = (this.#characters[question] ?? 0) + passage.text.length;
      this.#candidates[question]?.set(index, { ...reading, document, combined, mentions, tokens });
    }
  }

  /**
   * Chooses the reading list: the most relevant passages for each question, as many as the budget can use.
   * @param readChars - characters that an encoder saw with every question.
   */
  build(budget: number, readChars: number): Ranking {
    const ranked = this.#candidates.map(rankForQuestion);
    const questions = shareEvenly(ranked, budget);
    const total = [...this.#tokens.values()].reduce((sum, tokens) => sum + tokens, 0);
    if (total < BUDGETS_NEEDED * budget) return { questions, readingList: undefined, readChars };
    const readingList = new Set<number>();
    for (const { candidates, worth } of questions) {
      let left = (BUDGETS_READ * budget) / questions.length;
      const promise = [...worth].map(
        ([passage, own]) => [passage, Math.max(own, closest(candidates.get(passage)))] as const,
      );
      promise.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      for (const [passage] of promise) {
        if (left <= 0) break;
        readingList.add(passage);
        left -= candidates.get(passage)?.tokens ?? 0;
      }
    }
    return { questions, readingList, readChars };
  }
}

/** How relevant its closest sentence is. */
function closest(candidate: Candidate | undefined): number {
  return closeness(candidate?.similarity?.reduce((a, b) => Math.max(a, b), -1));
}
