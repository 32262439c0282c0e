// BM25 over many passages, to find those that look like the answer and are not.
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
  const order = bm25Index(rows.map(({ gold }) => gold.text));
  return asked.map(({ question, answers, gold }) =>
    order(question)
      .map((at) => rows[at].gold)
      .filter((other) => other.text !== gold.text && !holdsAnswer(other.text, answers))
      .slice(0, count),
  );
}

/** Indexes texts (k1 1.2, b 0.75); what comes back orders them for a query. @param {string[]} texts */
export function bm25Index(texts) {
  const words = texts.map((text) => normalise(text).split(' '));
  const average = words.reduce((sum, { length }) => sum + length, 0) / words.length;
  const postings = new Map();
  for (const [at, list] of words.entries()) {
    const counts = new Map();
    for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, times] of counts) {
      const held = postings.get(word) ?? [];
      held.push([at, times]);
      postings.set(word, held);
    }
  }
  return (query) => {
    const scores = new Float64Array(texts.length);
    for (const word of new Set(normalise(query).split(' '))) {
      const held = postings.get(word) ?? [];
      const idf = Math.log(1 + (texts.length - held.length + 0.5) / (held.length + 0.5));
      for (const [at, times] of held)
        scores[at] += (idf * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * words[at].length) / average));
    }
    return [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
  };
}
