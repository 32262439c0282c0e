// How many answers survive in twenty documents under one budget, question known, beside plain ways to spend the same
// tokens: whole passages by BM25, whole passages at random, the beginning.
//
//   npm run build && node bench/documents.mjs --eval FOLDER [--file multidoc_nq_oracle.jsonl.xz] [--level 6] [--rows 2123]
//
// The gold passage stands among the 19 other gold passages that BM25 ranks highest for the question and that hold no
// answer. Rows hold `documents`, or one `context` each.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { tokenCounter } from '../dist/models/tokens/token-counters.js';
import { bm25Order, randomOrder, takeInOrder } from './baselines.mjs';
import { compressed } from './compressed.mjs';
import { amongHardest, documentsOf } from './hard-negatives.mjs';
import { markdownTable, share } from './markdown-table.mjs';
import { holdsAnswer, readQuestions, spread } from './rows.mjs';

const RATIOS = [4, 10, 20];

const { values } = parseArgs({
  options: {
    eval: { type: 'string', default: '.' },
    file: { type: 'string', default: 'multidoc_nq_oracle.jsonl.xz' },
    level: { type: 'string', default: '6' },
    rows: { type: 'string', default: '100000' },
    failures: { type: 'boolean', default: false },
  },
});
const level = Number(values.level);
const compressor = await openCompressor({ level, threads: 2 });
const counter = await tokenCounter('o200k_base');
const count = (text) => counter.count(text);

const rows = await readQuestions(join(values.eval, values.file));
const asked = spread(rows, Number(values.rows));
const sources = amongHardest(rows, asked);

const kept = { [`pith level ${level}`]: [], 'BM25 passages': [], 'random passages': [], beginning: [] };
for (const [at, { question, answers, gold }] of asked.entries()) {
  const order = sources[at];
  const documents = documentsOf(order);
  const texts = order.map(({ text }) => text);
  for (const [column, ratio] of RATIOS.entries()) {
    const { text, stats } = await compressed(compressor, documents, {
      question,
      budget: { type: 'ratio', ratio },
    });
    const taken = (places) =>
      [...takeInOrder(places, texts, stats.budget, count)].map(([place, length]) =>
        texts[place].slice(0, length),
      );
    const outputs = [
      text,
      // Documents begin with their subject, but the title helps BM25 as it helps pith.
      taken(
        bm25Order(
          question,
          order.map(({ title, text: body }) => `${title ?? ''} ${body}`),
        ),
      ).join('\n'),
      taken(randomOrder(order.length, at)).join('\n'),
      taken([...order.keys()]).join('\n'),
    ];
    for (const [method, output] of outputs.entries()) {
      const tally = Object.values(kept)[method];
      tally[column] = (tally[column] ?? 0) + Number(holdsAnswer(output, answers));
    }
    if (values.failures && !holdsAnswer(text, answers))
      console.error(JSON.stringify({ at, ratio, question, answers, gold: gold.text, output: text }));
  }
}
await compressor[Symbol.asyncDispose]();
console.log(`${asked.length} questions of ${values.file}, 20 documents each; share of answers kept\n`);
console.log(
  markdownTable(
    ['', ...RATIOS.map((ratio) => `ratio ${ratio}`)],
    Object.entries(kept).map(([method, tally]) => [
      method,
      ...tally.map((hits) => share(hits, asked.length)),
    ]),
  ),
);
