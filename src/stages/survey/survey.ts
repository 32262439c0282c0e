import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import { WordReader } from '../../models/lexicon/words.ts';
import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import { DocumentTokens } from '../assemble/document-tokens.ts';
import type { PassageBatch } from '../batch.ts';
import type { Repetitions } from '../condense/repetitions.ts';
import type { ProtectedSpans } from '../protect/protected-spans.ts';
import { TermStatistics } from '../rank/bm25.ts';
import type { Query } from '../rank/query.ts';
import type { TermRows } from '../rank/term-rows.ts';
import type { Passage } from '../segment/passage.ts';

/** The question's side of a survey: its terms, and where the counts of each passage go. */
export interface QuerySurvey {
  readonly query: Query;
  readonly rows: TermRows;
}

/** What a survey counts with, and what for. */
export interface SurveyOptions {
  /** Counts the tokens of the input. */
  readonly counter: TokenCounter;
  /** There is only one document. */
  readonly isSingle: boolean;
  /** Receives how common the words of the input are. */
  readonly frequencies: WordFrequencies;
  /** What is asked of the text, if something is. */
  readonly question?: QuerySurvey | undefined;
  /** Receives what must survive, if something must. */
  readonly protectedSpans?: ProtectedSpans | undefined;
  /** Finds what is said again, if that is wanted. */
  readonly repetitions?: Repetitions | undefined;
}

/**
 * What must be known of the whole input before any of it can be judged: its tokens, how common its words
 * are, and where the question's terms occur. One pass, in flat memory.
 */
export class Survey {
  /** UTF-16 units of the whole input. */
  inputChars = 0;
  /** Tokens of the whole input, its documents joined. */
  inputTokens = 0;
  /** Documents that have ended. */
  documents = 0;
  passages = 0;
  /** Tokens of each document. */
  readonly documentTokens: number[] = [];
  /** In how many passages the question's terms stand, for BM25. */
  readonly terms: TermStatistics;
  readonly #options: SurveyOptions;
  readonly #reader = new WordReader();
  readonly #tokens: DocumentTokens;

  constructor(options: SurveyOptions) {
    this.#options = options;
    this.terms = new TermStatistics(options.question?.query.size ?? 0);
    this.#tokens = new DocumentTokens(options.counter, options);
  }

  /** Takes the next passages, in source order. */
  add(batch: PassageBatch): void {
    const { passages, isLast } = batch;
    const { protectedSpans, repetitions } = this.#options;
    protectedSpans?.add(batch);
    for (const passage of passages) {
      this.inputChars += passage.text.length;
      this.#tokens.push(passage.text);
      const isRepeated = repetitions?.add(passage, batch.document.mediaType) ?? false;
      this.#countWords(passage, isRepeated);
    }
    this.passages += passages.length;
    if (isLast) this.#endDocument();
  }

  /** Ends the input. */
  end(): void {
    this.inputTokens = this.#tokens.end();
  }

  #endDocument(): void {
    this.documentTokens.push(this.#tokens.endDocument());
    this.inputTokens = this.#tokens.sum;
    this.documents += 1;
  }

  /** A passage that says nothing new is in the statistics, but is not looked at for the question. */
  #countWords(passage: Passage, isRepeated: boolean): void {
    const { frequencies, question } = this.#options;
    const { text } = passage;
    const reader = this.#reader;
    let words = 0;
    let counts: Uint8Array | undefined;
    frequencies.beginPassage();
    for (let at = 0; reader.next(text, at, text.length); at = reader.end) {
      words += 1;
      frequencies.add(reader.hash);
      const term = question === undefined ? -1 : question.query.term(reader.stem);
      if (term < 0) continue;
      counts ??= new Uint8Array(question?.query.size ?? 0);
      counts[term] = Math.min(255, (counts[term] ?? 0) + 1);
    }
    if (question === undefined) return;
    this.terms.add(words, counts);
    if (counts !== undefined && !isRepeated) question.rows.add({ passage: passage.index, words, counts });
  }
}
