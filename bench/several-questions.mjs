// Several questions that share one budget, over twenty documents: how many answers are kept, and how often each of the
// questions keeps its own, beside asking them one by one with an equal part of the budget each.
//
//   npm run build && node bench/several-questions.mjs --eval FOLDER [--file multidoc_nq_oracle.jsonl.xz] [--level 6] [--rows 300] [--questions 3]
//
// The documents: the gold passage of each question, and the passages that BM25 ranks highest for one of them and that hold no
// answer to it. Rows hold `documents`, or one `context` each.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { randomOrder } from './baselines.mjs';
import { compressed } from './compressed.mjs';
import { documentsOf, hardestPassages } from './hard-negatives.mjs';
import { markdownTable, share } from './markdown-table.mjs';
import { holdsAnswer, readQuestions } from './rows.mjs';

const RATIOS = [4, 10, 20];
const DOCUMENTS = 20;

const { values } = parseArgs({
  options: {
    eval: { type: 'string', default: '.' },
    file: { type: 'string', default: 'multidoc_nq_oracle.jsonl.xz' },
    level: { type: 'string', default: '6' },
    rows: { type: 'string', default: '300' },
    questions: { type: 'string', default: '3' },
  },
});
const level = Number(values.level);
const size = Number(values.questions);
const compressor = await openCompressor({ level, threads: 2 });

const rows = await readQuestions(join(values.eval, values.file));
const asked = randomOrder(rows.length, 3)
  .slice(0, Math.min(Number(values.rows), rows.length))
  .map((at) => rows[at]);
const negatives = hardestPassages(rows, asked, DOCUMENTS);

const together = RATIOS.map(() => ({ kept: 0, all: 0 }));
const alone = RATIOS.map(() => ({ kept: 0, all: 0 }));
let groups = 0;
for (let at = 0; at + size <= asked.length; at += size) {
  groups += 1;
  const group = asked.slice(at, at + size);
  const golds = new Map(group.map(({ gold }) => [gold.text, gold]));
  for (const other of negatives.slice(at, at + size).flatMap((list) => list.slice(0, DOCUMENTS / size)))
    if (golds.size < DOCUMENTS) golds.set(other.text, other);
  const all = [...golds.values()];
  const documents = documentsOf(randomOrder(all.length, at).map((place) => all[place]));
  const questions = group.map(({ question }) => question);
  for (const [column, ratio] of RATIOS.entries()) {
    const budget = { type: 'ratio', ratio };
    const { text, stats } = await compressed(compressor, documents, { question: questions, budget });
    note(
      together[column],
      group.map(({ answers }) => holdsAnswer(text, answers)),
    );
    const tokens = Math.max(1, Math.floor(stats.budget / size));
    const own = [];
    for (const { question, answers } of group) {
      const one = await compressed(compressor, documents, { question, budget: { type: 'tokens', tokens } });
      own.push(holdsAnswer(one.text, answers));
    }
    note(alone[column], own);
  }
}
await compressor[Symbol.asyncDispose]();

console.log(
  `${groups} times ${size} questions of ${values.file}, ${DOCUMENTS} documents; answers kept / all of a group kept\n`,
);
console.log(
  markdownTable(
    ['', ...RATIOS.map((ratio) => `ratio ${ratio}`)],
    [
      [`pith level ${level}, together`, ...together.map(shown)],
      ['each alone, an equal part', ...alone.map(shown)],
    ],
  ),
);

function note(tally, found) {
  tally.kept += found.filter(Boolean).length;
  tally.all += Number(found.every(Boolean));
}

function shown({ kept, all }) {
  return `${share(kept, groups * size)} / ${share(all, groups)}`;
}
