import type { BackgroundFrequencies } from '../../models/lexicon/background.ts';
import { WordReader } from '../../models/lexicon/words.ts';
import type { Passage } from '../segment/passage.ts';
import type { Query } from './query.ts';

/** What a passage names, by which others can be reached from it. Words are stems. */
export interface Mentions {
  readonly words: ReadonlySet<number>;
  /** Words with a capital or a digit that no question has, and how rare they are in general. */
  readonly names: ReadonlyMap<number, number>;
  /** The words of the passage's title, and how rare they are; 0 for those that a question has. */
  readonly title: ReadonlyMap<number, number>;
}

/** Finds what passages name beside what is asked for. */
export class MentionFinder {
  readonly #query: Query;
  readonly #background: BackgroundFrequencies;
  readonly #reader = new WordReader();

  constructor(query: Query, background: BackgroundFrequencies) {
    this.#query = query;
    this.#background = background;
  }

  in({ text, title }: Pick<Passage, 'text' | 'title'>): Mentions {
    const reader = this.#reader;
    const words = new Set<number>();
    const names = new Map<number, number>();
    for (let at = 0; reader.next(text, at, text.length); at = reader.end) {
      words.add(reader.stem);
      const isName = reader.capital || reader.digit;
      if (isName && this.#query.term(reader.stem) < 0) names.set(reader.stem, this.#rarity());
    }
    return { words, names, title: this.#titleWords(title) };
  }

  /** What stands in brackets tells titles apart, and is not said elsewhere. */
  #titleWords(title: string): ReadonlyMap<number, number> {
    const named = title.replace(/\s*\([^()]*\)$/, '');
    const reader = this.#reader;
    const words = new Map<number, number>();
    for (let at = 0; reader.next(named, at, named.length); at = reader.end)
      words.set(reader.stem, this.#query.term(reader.stem) < 0 ? this.#rarity() : 0);
    return words;
  }

  /** The inverse document frequency of the word that was read. */
  #rarity(): number {
    const { passages } = this.#background;
    const holding = this.#background.count(this.#background.row(this.#reader.hash));
    return Math.log((passages + 1) / (holding + 1));
  }
}
