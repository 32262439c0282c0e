import type { BackgroundFrequencies } from '../../models/lexicon/background.ts';
import { WordReader } from '../../models/lexicon/words.ts';

/** Terms of a question beyond this many, the commonest first, are left out. */
const MAX_TERMS = 24;
/** A word in more than this share of the background's passages says nothing of what is asked. */
const FUNCTION_WORD_SHARE = 0.1;

/** The terms of one or several questions, as stems; what BM25 looks for. */
export class Query {
  /** The ordinals of the terms of each question. */
  readonly questions: readonly (readonly number[])[];
  readonly #index = new Map<number, number>();
  readonly #named = new Set<number>();

  constructor(question: string | readonly string[], background: BackgroundFrequencies) {
    const questions = typeof question === 'string' ? [question] : question;
    this.questions = questions.map((one) => tellingStems(one, background).map((stem) => this.#ordinal(stem)));
    for (const stem of questions.flatMap(namedStems)) this.#named.add(this.term(stem));
  }

  /** Terms of all questions, each counted once. */
  get size(): number {
    return this.#index.size;
  }

  /** The ordinal of the term with this stem, or -1. */
  term(stem: number): number {
    return this.#index.get(stem) ?? -1;
  }

  /** Whether a term is the name of something in code or data: `getUser`, `max_size`, `E1042`. */
  isNamed(term: number): boolean {
    return this.#named.has(term);
  }

  #ordinal(stem: number): number {
    const ordinal = this.#index.get(stem) ?? this.#index.size;
    this.#index.set(stem, ordinal);
    return ordinal;
  }
}

/** Letters of both cases, or with a digit or an underscore: no word of a language looks like that. */
const NAME = /\p{Ll}\p{Lu}|_|\d\p{L}|\p{L}\d/u;

function namedStems(question: string): readonly number[] {
  const stems: number[] = [];
  const reader = new WordReader();
  for (let at = 0; reader.next(question, at, question.length); at = reader.end)
    if (NAME.test(question.slice(reader.start, reader.end))) stems.push(reader.stem);
  return stems;
}

/** The rarest words of a question, the rarest first. */
function tellingStems(question: string, background: BackgroundFrequencies): readonly number[] {
  const counts = new Map<number, number>();
  const reader = new WordReader();
  for (let at = 0; reader.next(question, at, question.length); at = reader.end)
    counts.set(reader.stem, background.count(background.row(reader.hash)));
  const rarest = [...counts].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  const telling = rarest.filter(([, count]) => count < FUNCTION_WORD_SHARE * background.passages);
  return (telling.length > 0 ? telling : rarest).slice(0, MAX_TERMS).map(([stem]) => stem);
}
