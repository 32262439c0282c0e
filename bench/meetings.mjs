// Of the turns of a meeting that answer a question, how many words are kept, beside BM25 over passages and over turns at
// the same tokens; and how much of the output those turns are.
//
//   npm run build && node bench/meetings.mjs --eval FOLDER [--level 6] [--rows 348]
//
// Each meeting is one plain text, a line a turn. Words are those spoken: neither speakers nor marks such as {vocalsound}.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { tokenCounter } from '../dist/models/tokens/token-counters.js';
import { Segmenter } from '../dist/stages/segment/segmenter.js';
import { bm25Order, takeInOrder } from './baselines.mjs';
import { compressed } from './compressed.mjs';
import { markdownTable, share } from './markdown-table.mjs';
import { meetingTasks, wordsKept } from './meeting-tasks.mjs';
import { readRows, spread } from './rows.mjs';

const RATIOS = [4, 8];

const { values } = parseArgs({
  options: {
    eval: { type: 'string', default: '.' },
    file: { type: 'string', default: 'meeting_qmsum.jsonl.xz' },
    level: { type: 'string', default: '6' },
    rows: { type: 'string', default: '100000' },
  },
});
const level = Number(values.level);
const compressor = await openCompressor({ level, threads: 2 });
const counter = await tokenCounter('o200k_base');
const count = (text) => counter.count(text);

const tasks = meetingTasks(await readRows(join(values.eval, values.file)));
const asked = spread(tasks, Number(values.rows));

/** Shares of single questions, averaged: a question about many turns counts no more than one about few. */
const sums = new Map();
function note(method, ratio, { relevant, relevantKept, kept }) {
  const key = `${method} ${ratio}`;
  const sum = sums.get(key) ?? { recall: 0, precision: 0 };
  sum.recall += relevantKept / relevant;
  sum.precision += relevantKept / Math.max(1, kept);
  sums.set(key, sum);
}

/** Spans of what BM25 takes of some division of the text. */
function bm25Spans(question, pieces, budget) {
  const texts = pieces.map(({ text }) => text);
  const taken = takeInOrder(bm25Order(question, texts), texts, budget, count);
  return [...taken].map(([at, length]) => [pieces[at].start, pieces[at].start + length]);
}

for (const task of asked) {
  const { question, text, turns } = task;
  const segmenter = new Segmenter({ document: 0, firstIndex: 0, mediaType: 'text/plain' });
  const passages = [...segmenter.push(text), ...segmenter.end()];
  const lines = turns.map(({ start, end }) => ({ start, text: text.slice(start, end) }));
  for (const ratio of RATIOS) {
    const { spans, stats } = await compressed(compressor, text, {
      question,
      budget: { type: 'ratio', ratio },
    });
    note('pith', ratio, wordsKept(task, spans[0] ?? []));
    note('passages', ratio, wordsKept(task, bm25Spans(question, passages, stats.budget)));
    note('turns', ratio, wordsKept(task, bm25Spans(question, lines, stats.budget)));
  }
}
await compressor[Symbol.asyncDispose]();
console.log(
  `${asked.length} questions of ${values.file}; share of the relevant words kept, and of the output that is relevant\n`,
);
console.log(
  markdownTable(
    ['', ...RATIOS.flatMap((ratio) => [`kept, ratio ${ratio}`, `relevant, ratio ${ratio}`])],
    [
      [`pith level ${level}`, 'pith'],
      ['BM25 passages', 'passages'],
      ['BM25 turns', 'turns'],
    ].map(([name, method]) => [
      name,
      ...RATIOS.flatMap((ratio) => {
        const { recall, precision } = sums.get(`${method} ${ratio}`);
        return [share(recall, asked.length), share(precision, asked.length)];
      }),
    ]),
  ),
);
