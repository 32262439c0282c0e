// BM25 over all gold passages, to find those that look like the answer and are not.
import { textDocument } from '../dist/stages/document.js';
import { holdsAnswer, normalise } from './rows.mjs';

/** Passages that a question is asked of, the gold one included. */
const PASSAGES = 20;

/** For each of `asked`, its gold passage among the 19 of `all` that look most like it; it stands at each place equally often. */
export function amongHardest(all, asked) {
  const negatives = hardestPassages(all, asked, PASSAGES - 1);
  return asked.map(({ gold }, at) => {
    const place = at % PASSAGES;
    return [...negatives[at].slice(0, place), gold, ...negatives[at].slice(place)];
  });
}

/** Passages as documents. */
export function documentsOf(passages) {
  return passages.map(({ title, text }, place) => textDocument(text, { id: `${place}`, title }));
}

/** For each of `asked`, the `count` gold passages of `all` that BM25 ranks highest and that hold no answer. */
export function hardestPassages(all, asked, count) {
  const rows = [...new Map(all.map((row) => [row.gold.text, row])).values()];
  const texts = rows.map(({ gold }) => normalise(gold.text).split(' '));
  const average = texts.reduce((sum, words) => sum + words.length, 0) / texts.length;
  const postings = new Map();
  for (const [at, words] of texts.entries()) {
    const counts = new Map();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, times] of counts) {
      const list = postings.get(word) ?? [];
      list.push([at, times]);
      postings.set(word, list);
    }
  }
  return asked.map(({ question, answers, gold }) => {
    const scores = new Float64Array(rows.length);
    for (const word of new Set(normalise(question).split(' '))) {
      const list = postings.get(word) ?? [];
      const idf = Math.log(1 + (rows.length - list.length + 0.5) / (list.length + 0.5));
      for (const [at, times] of list)
        scores[at] += (idf * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * texts[at].length) / average));
    }
    return [...scores.keys()]
      .sort((a, b) => scores[b] - scores[a])
      .map((at) => rows[at].gold)
      .filter((other) => other.text !== gold.text && !holdsAnswer(other.text, answers))
      .slice(0, count);
  });
}
