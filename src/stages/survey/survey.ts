import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import { DocumentTokens } from '../assemble/document-tokens.ts';
import type { PassageBatch } from '../batch.ts';
import type { Repetitions } from '../condense/repetitions.ts';
import type { ProtectedSpans } from '../protect/protected-spans.ts';
import type { TermStatistics } from '../rank/bm25.ts';
import { type QuerySurvey, WordSurvey } from './word-survey.ts';

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
  /** Whether any of it is white space that says nothing. */
  hasPadding = false;
  /** Tokens of each document. */
  readonly documentTokens: number[] = [];
  readonly #options: SurveyOptions;
  readonly #words: WordSurvey;
  readonly #tokens: DocumentTokens;

  constructor(options: SurveyOptions) {
    this.#options = options;
    this.#words = new WordSurvey(options.frequencies, options.question);
    this.#tokens = new DocumentTokens(options.counter, options);
  }

  /** In how many passages the question's terms stand, for BM25. */
  get terms(): TermStatistics {
    return this.#words.terms;
  }

  /** Takes the next passages, in source order. */
  add(batch: PassageBatch): void {
    const { passages, isLast } = batch;
    const { protectedSpans, repetitions } = this.#options;
    protectedSpans?.add(batch);
    for (const passage of passages) {
      this.inputChars += passage.text.length;
      this.#tokens.push(passage.text);
      this.hasPadding ||= passage.padding !== undefined;
      const isRepeated = repetitions?.add(passage, batch.document.mediaType) ?? false;
      this.#words.add(passage, isRepeated);
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
}
