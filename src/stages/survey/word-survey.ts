import type { WordFrequencies } from '../../models/lexicon/frequencies.ts';
import { WordReader } from '../../models/lexicon/words.ts';
import { TermStatistics } from '../rank/bm25.ts';
import type { Query } from '../rank/query.ts';
import type { TermRows } from '../rank/term-rows.ts';
import type { Passage } from '../segment/passage.ts';

/** The question's side of a survey: its terms, and where the counts of each passage go. */
export interface QuerySurvey {
  readonly query: Query;
  readonly rows: Pick<TermRows, 'add'>;
}

/** How common the words of passages are, and where the terms of a question stand in them. */
export class WordSurvey {
  /** In how many passages the question's terms stand, for BM25. */
  readonly terms: TermStatistics;
  readonly #frequencies: WordFrequencies;
  readonly #question: QuerySurvey | undefined;
  readonly #reader = new WordReader();

  /** `frequencies` receives how common the words are. */
  constructor(frequencies: WordFrequencies, question: QuerySurvey | undefined) {
    this.#frequencies = frequencies;
    this.#question = question;
    this.terms = new TermStatistics(question?.query.size ?? 0);
  }

  /** Takes the next passage, in source order. One that says nothing new counts, but is not looked at for the question. */
  add({ text, index }: Passage, isRepeated = false): void {
    const question = this.#question;
    const reader = this.#reader;
    let words = 0;
    let counts: Uint8Array | undefined;
    this.#frequencies.beginPassage();
    for (let at = 0; reader.next(text, at, text.length); at = reader.end) {
      words += 1;
      this.#frequencies.add(reader.hash);
      const term = question === undefined ? -1 : question.query.term(reader.stem);
      if (term < 0) continue;
      counts ??= new Uint8Array(question?.query.size ?? 0);
      counts[term] = Math.min(255, (counts[term] ?? 0) + 1);
    }
    if (question === undefined) return;
    this.terms.add(words, counts);
    if (counts !== undefined && !isRepeated) question.rows.add({ passage: index, words, counts });
  }
}
