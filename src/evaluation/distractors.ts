import { holdsAnswer, plainWords } from './measures/survival.ts';
import type { EvaluationRow, RowDocument } from './row.ts';

/**
 * Puts the one text of each row among so many in all: the texts of other rows that look most like what its question asks (BM25) and hold
 * none of its answers. It stands at each place in turn.
 *
 * @param all - where the other texts come from; the rows may be some of these
 */
export function amongOthers(
  rows: readonly EvaluationRow[],
  all: readonly EvaluationRow[],
  count: number,
): readonly EvaluationRow[] {
  const texts = [
    ...new Map(all.flatMap(({ documents }) => documents.map((one) => [one.text, one]))).values(),
  ];
  const order = bm25(texts.map(({ text }) => text));
  return rows.map((row, ordinal) => {
    const [gold] = row.documents;
    if (gold === undefined || row.documents.length > 1) return row;
    const others = order(row.question)
      .map((at) => texts[at] as RowDocument)
      .filter(({ text }) => text !== gold.text && !holdsAnswer(text, row.answers))
      .slice(0, count - 1)
      .map(({ evidence: _, ...other }) => ({ ...other, isGold: false }));
    const place = ordinal % count;
    const documents = [...others.slice(0, place), { ...gold, isGold: true }, ...others.slice(place)];
    const depth = documents.length < 2 ? 0 : Math.min(place, others.length) / (documents.length - 1);
    return { ...row, documents, metadata: { ...row.metadata, depth } };
  });
}

/** Indexes texts (k1 1.2, b 0.75); what comes back orders them for a query, the best first. */
export function bm25(texts: readonly string[]): (query: string) => readonly number[] {
  const words = texts.map((text) => plainWords(text).split(' '));
  const average = words.reduce((sum, { length }) => sum + length, 0) / words.length;
  const postings = new Map<string, (readonly [text: number, times: number])[]>();
  for (const [at, list] of words.entries()) {
    const counts = new Map<string, number>();
    for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, times] of counts) {
      const held = postings.get(word) ?? [];
      held.push([at, times]);
      postings.set(word, held);
    }
  }
  return (query) => {
    const scores = new Float64Array(texts.length);
    for (const word of new Set(plainWords(query).split(' '))) {
      const held = postings.get(word) ?? [];
      const idf = Math.log(1 + (texts.length - held.length + 0.5) / (held.length + 0.5));
      for (const [at, times] of held) {
        const norm = 1.2 * (0.25 + (0.75 * (words[at]?.length ?? 0)) / average);
        scores[at] = (scores[at] ?? 0) + (idf * times * 2.2) / (times + norm);
      }
    }
    return [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  };
}
