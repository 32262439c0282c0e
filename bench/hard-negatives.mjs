// BM25 over many passages, to find those that look like the answer and are not.
import { bm25 } from '../dist/evaluation/distractors.js';
import { textDocument } from '../dist/stages/document.js';
import { holdsAnswer } from './rows.mjs';

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
  const order = bm25(rows.map(({ gold }) => gold.text));
  return asked.map(({ question, answers, gold }) =>
    order(question)
      .map((at) => rows[at].gold)
      .filter((other) => other.text !== gold.text && !holdsAnswer(other.text, answers))
      .slice(0, count),
  );
}
