// Questions that need two paragraphs: whether both are ranked within the first four of ten, and what is left of them at ratio 4.
//
//   npm run build && node bench/hops.mjs --eval FOLDER [--level 6]
//   … --development --eval FOLDER_OF_THE_TRAINING_FILES: other questions over other paragraphs, for whoever changes something
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { Passes } from '../dist/compress/passes.js';
import { rankPassages } from '../dist/compress/rank-passages.js';
import { openResources } from '../dist/compress/resources.js';
import { Query } from '../dist/stages/rank/query.js';
import { TermRows } from '../dist/stages/rank/term-rows.js';
import { bestByTerms } from '../dist/stages/rank/term-scores.js';
import { Survey } from '../dist/stages/survey/survey.js';
import { surveyStage } from '../dist/stages/survey/survey-stage.js';
import { compressed } from './compressed.mjs';
import { documentsOf } from './hard-negatives.mjs';
import { developmentRows } from './hop-rows.mjs';
import { markdownTable, share } from './markdown-table.mjs';
import { holdsAnswer, readRows } from './rows.mjs';

const FIRST = 4;
const RATIO = 4;

const { values } = parseArgs({
  options: {
    eval: { type: 'string', default: '.' },
    level: { type: 'string', default: '6' },
    development: { type: 'boolean', default: false },
  },
});
const options = { level: Number(values.level), threads: 2 };
const rows = values.development
  ? await developmentRows(values.eval)
  : await readRows(join(values.eval, 'multidoc_hotpotqa.jsonl.xz'));
const resources = await openResources(options);
const compressor = await openCompressor(options);

const found = { relevance: 0, 'relevance + BM25': 0, pith: 0, BM25: 0 };
const kept = { answers: 0, asked: 0, both: 0, gold: 0, others: 0 };
for (const row of rows) {
  const documents = documentsOf(row.documents);
  const isGold = row.documents.map(({ gold }) => gold);
  for (const [method, scores] of Object.entries(await documentScores(row.question, documents)))
    found[method] += Number(bothFirst(scores, isGold));
  const { text, spans } = await compressed(compressor, documents, {
    question: row.question,
    budget: { type: 'ratio', ratio: RATIO },
  });
  const shares = row.documents.map(({ text: own }, at) => lengthOf(spans[at] ?? []) / own.length);
  const mean = (gold) => {
    const own = shares.filter((_, at) => isGold[at] === gold);
    return own.reduce((sum, one) => sum + one, 0) / own.length;
  };
  kept.gold += mean(true);
  kept.others += mean(false);
  kept.both += Number(shares.every((own, at) => !isGold[at] || own >= 1 / RATIO));
  if (row.answers.length > 0) {
    kept.asked += 1;
    kept.answers += Number(holdsAnswer(text, row.answers));
  }
}
await compressor[Symbol.asyncDispose]();
await resources[Symbol.asyncDispose]();
console.log(`${rows.length} questions, level ${values.level}; both paragraphs within the first ${FIRST}\n`);
console.log(
  markdownTable(
    ['ranking', 'both'],
    Object.entries(found).map(([method, hits]) => [method, share(hits, rows.length)]),
  ),
);
console.log(
  `\nratio ${RATIO}: answers kept (of ${kept.asked}), questions of which both paragraphs keep a quarter, and how much is kept\n`,
);
console.log(
  markdownTable(
    ['', 'answers', 'both', 'of the two', 'of the others'],
    [
      [
        `pith level ${values.level}`,
        share(kept.answers, kept.asked),
        share(kept.both, rows.length),
        share(kept.gold, rows.length),
        share(kept.others, rows.length),
      ],
    ],
  ),
);

/** What each ranking makes of each document: the best of its passages. */
async function documentScores(question, documents) {
  const query = new Query(question, resources.background);
  const rowsOfTerms = new TermRows(query.size);
  const frequencies = resources.frequencies.take();
  const surveyed = new Survey({
    counter: resources.counter,
    isSingle: false,
    frequencies,
    question: { query, rows: rowsOfTerms },
  });
  const passes = new Passes(documents, {});
  const documentOf = [];
  await passes.run('survey', surveyStage(surveyed), ({ passages }) => {
    for (const { index, document } of passages) documentOf[index] = document;
  });
  resources.frequencies.giveBack(frequencies);
  const terms = { query, rows: rowsOfTerms, statistics: surveyed.terms };
  const [byTerms] = await bestByTerms(terms, surveyed.passages);
  const ranking = await rankPassages([question], terms, {
    passes,
    resources,
    surveyed,
    repetitions: undefined,
    guards: new Set(),
    budget: surveyed.inputTokens / RATIO,
  });
  await rowsOfTerms[Symbol.asyncDispose]();
  const [{ candidates, worth }] = ranking.questions;
  const best = (score) => {
    const scores = documents.map(() => Number.NEGATIVE_INFINITY);
    for (const [passage, document] of documentOf.entries())
      scores[document] = Math.max(scores[document], score(passage) ?? Number.NEGATIVE_INFINITY);
    return scores;
  };
  return {
    relevance: best((passage) => candidates.get(passage)?.relevance),
    'relevance + BM25': best((passage) => candidates.get(passage)?.combined),
    pith: best((passage) => worth.get(passage)),
    BM25: best((passage) => byTerms.get(passage)),
  };
}

function bothFirst(scores, isGold) {
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b);
  return order.slice(0, FIRST).filter((at) => isGold[at]).length === isGold.filter(Boolean).length;
}

function lengthOf(spans) {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}
