// How many answers survive in single passages, and in twenty of which one holds the answer.
//
//   npm run build && node bench/answer-survival.mjs multidoc_nq_oracle.jsonl[.xz] [--level 9] [--tokenizer words]
//
// Passages: the gold passage alone, question unknown, cut to a share of its tokens. Twenty: the gold passage among the
// 19 other gold passages that BM25 ranks highest for the question and that do not hold an answer, question known.
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { compressed } from './compressed.mjs';
import { amongHardest, documentsOf } from './hard-negatives.mjs';
import { holdsAnswer, readQuestions } from './rows.mjs';
import { wordCounter } from './word-counter.mjs';

const RATES = [0.5, 1 / 3, 0.25, 0.2, 0.1, 0.05];
const RATIOS = [4, 10];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    level: { type: 'string', default: '6' },
    limit: { type: 'string', default: '100000' },
    twenty: { type: 'string', default: '500' },
    tokenizer: { type: 'string', default: 'o200k_base' },
    known: { type: 'boolean', default: false },
  },
});
const level = Number(values.level);
const rows = await readQuestions(positionals[0] ?? '');
const compressor = await openCompressor({
  level,
  threads: 2,
  tokenizer: values.tokenizer === 'words' ? wordCounter : values.tokenizer,
});

async function isKept(answers, source, options) {
  return holdsAnswer((await compressed(compressor, source, options)).text, answers);
}

const passages = rows.slice(0, Number(values.limit));
const survival = {};
for (const rate of RATES) {
  let kept = 0;
  for (const { question, answers, gold } of passages) {
    const known = values.known ? { question } : {};
    if (await isKept(answers, gold.text, { budget: { type: 'rate', rate }, ...known })) kept += 1;
  }
  survival[rate.toFixed(2)] = Number((kept / passages.length).toFixed(3));
}
console.log(
  JSON.stringify({
    level,
    counted: values.tokenizer,
    question: values.known,
    passages: passages.length,
    survival,
  }),
);

const twenty = rows.slice(0, Number(values.twenty));
const documents = amongHardest(rows, twenty).map(documentsOf);
const kept = {};
for (const ratio of RATIOS) {
  let count = 0;
  for (const [at, { question, answers }] of twenty.entries())
    if (await isKept(answers, documents[at], { question, budget: { type: 'ratio', ratio } })) count += 1;
  kept[ratio] = Number((count / twenty.length).toFixed(3));
}
console.log(
  JSON.stringify({ level, counted: values.tokenizer, questions: twenty.length, documents: 20, kept }),
);
await compressor[Symbol.asyncDispose]();
