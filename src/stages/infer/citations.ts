import type { Citation, ContextDocument } from '../../models/engines/engine.ts';
import { createSourceMap } from '../../models/engines/source-map.ts';
import { type Word, wordsOf } from './words.ts';

/**
 * Where the words of a written answer stand in a context: its longest runs of words that are there in the same order with the same
 * signs between them. Case, and how much white space there is, make no difference; nothing else is guessed.
 *
 * The whole answer is cited wherever it stands. Of its parts, those that say something are: three words in a row, or a number. An
 * answer in other words than the context's has none.
 */
export function citationsOf(answer: string, context: readonly ContextDocument[]): readonly Citation[] {
  const words = wordsOf(answer);
  const places = placesOf(words, context);
  const citations: Citation[] = [];
  for (let from = 0; from < words.length; ) {
    const found = longestRun(words, from, places);
    const isWhole = found.length === words.length;
    const isTelling = isWhole || saysSomething(words.slice(from, from + found.length));
    if (found.first !== undefined && isTelling) citations.push(citation(found.first, found));
    from += isTelling ? Math.max(1, found.length) : 1;
  }
  return citations;
}

/** True if an answer stands in a context as a whole, and is more than a `yes`. */
export function standsIn(answer: string, context: readonly ContextDocument[]): boolean {
  const words = wordsOf(answer);
  const length = words.reduce((sum, { form }) => sum + form.length, 0);
  return length > 3 && longestRun(words, 0, placesOf(words, context)).length === words.length;
}

/** A word of the context that the answer has as well. */
interface Place {
  readonly document: ContextDocument;
  /** All words of the document. */
  readonly words: readonly Word[];
  /** Which of them it is. */
  readonly at: number;
}

/** By the form of the word. */
type Places = ReadonlyMap<string, readonly Place[]>;

function placesOf(answer: readonly Word[], context: readonly ContextDocument[]): Places {
  const places = new Map<string, Place[]>(answer.map(({ form }) => [form, []]));
  for (const document of context) {
    const words = wordsOf(document.text);
    words.forEach(({ form }, at) => {
      places.get(form)?.push({ document, words, at });
    });
  }
  return places;
}

interface Run {
  /** Words that answer and context share. */
  readonly length: number;
  readonly first: Place | undefined;
  /** How many places of the context have all of them. */
  readonly places: number;
}

function longestRun(words: readonly Word[], from: number, places: Places): Run {
  let run: Run = { length: 0, first: undefined, places: 0 };
  for (const place of places.get(words[from]?.form ?? '') ?? []) {
    const length = sharedLength(words, from, place);
    if (length > run.length) run = { length, first: place, places: 1 };
    else if (length === run.length) run = { ...run, places: run.places + 1 };
  }
  return run;
}

function sharedLength(answer: readonly Word[], from: number, { words, at }: Place): number {
  let length = 1;
  for (; from + length < answer.length; length += 1) {
    const [one, other] = [answer[from + length], words[at + length]];
    if (one?.form !== other?.form || one?.before !== other?.before) break;
  }
  return length;
}

function saysSomething(words: readonly Word[]): boolean {
  const length = words.reduce((sum, { form }) => sum + form.length, 0);
  return words.length >= 3 || (length > 3 && words.some(({ form }) => /\d/.test(form)));
}

function citation({ document, words, at }: Place, { length, places }: Run): Citation {
  const start = words[at]?.start ?? 0;
  const end = words[at + length - 1]?.end ?? 0;
  return {
    text: document.text.slice(start, end),
    document: document.id,
    source: createSourceMap(document).sourceOf(start, end),
    places,
  };
}
