// The stored evaluation curve, data/curves.json: how many answers survive at each ratio, for each level, with the
// question known and not. `pith compress --dry-run` reads it. Run it whenever a level gets another model.
//
//   npm run build && node bench/curve.mjs --eval FOLDER [--rows 100] [--levels 1,6]
//
// The gold passage stands among the 19 other gold passages that BM25 ranks highest for the question and that hold no
// answer, under one budget. With --levels the other levels keep the curves they have.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { levels } from '../dist/models/model-files.js';
import { compressed } from './compressed.mjs';
import { amongHardest, documentsOf } from './hard-negatives.mjs';
import { holdsAnswer, readQuestions, spread } from './rows.mjs';

const RATIOS = [2, 3, 4, 6, 10, 20, 40];
const FILE = 'multidoc_nq_oracle.jsonl.xz';
const path = new URL('../data/curves.json', import.meta.url);

const { values } = parseArgs({
  options: {
    eval: { type: 'string', default: '.' },
    rows: { type: 'string', default: '100' },
    levels: { type: 'string', default: levels.join(',') },
  },
});
const wanted = values.levels.split(',').map(Number);

const rows = await readQuestions(join(values.eval, FILE));
const asked = spread(rows, Number(values.rows));
const sources = amongHardest(rows, asked);
const tasks = asked.map((row, at) => ({ ...row, documents: documentsOf(sources[at]) }));

async function curve(compressor, level, isKnown) {
  const kept = RATIOS.map(() => 0);
  let scorer = '';
  for (const { question, answers, documents } of tasks)
    for (const [column, ratio] of RATIOS.entries()) {
      const options = { budget: { type: 'ratio', ratio }, ...(isKnown ? { question } : {}) };
      const { text, stats } = await compressed(compressor, documents, options);
      scorer = stats.scorer;
      if (holdsAnswer(text, answers)) kept[column] += 1;
    }
  const shares = kept.map((count) => Number((count / tasks.length).toFixed(3)));
  return { level, scorer, question: isKnown, questions: tasks.length, kept: shares };
}

let old = [];
try {
  old = JSON.parse(readFileSync(path, 'utf8')).curves;
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
const curves = old.filter(({ level }) => levels.includes(level) && !wanted.includes(level));
for (const level of wanted) {
  const compressor = await openCompressor({ level, threads: 2 });
  for (const isKnown of [false, true]) {
    curves.push(await curve(compressor, level, isKnown));
    console.error(JSON.stringify(curves.at(-1)));
  }
  await compressor[Symbol.asyncDispose]();
}
curves.sort((a, b) => a.level - b.level || Number(a.question) - Number(b.question));
const about =
  'Share of answers that survive in 20 documents of which one holds the answer (Natural Questions, the others chosen to be alike), by bench/curve.mjs.';
const lines = curves.map((curve) => `    ${JSON.stringify(curve)}`);
writeFileSync(
  path,
  `{\n  "about": ${JSON.stringify(about)},\n  "ratios": ${JSON.stringify(RATIOS)},\n  "curves": [\n${lines.join(',\n')}\n  ]\n}\n`,
);
