// What a question costs over a large file: a budget of 8,000 tokens with a question at some level, and level 1 alone without
// one, in turns.
//
//   npm run build && node bench/question-speed.mjs LARGE [--level 6] [--threads 1] [--rounds 3]
import { parseArgs } from 'node:util';
import { markdownTable } from './markdown-table.mjs';
import { compressFile, shownRun } from './pith-process.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    level: { type: 'string', default: '6' },
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    question: { type: 'string', default: 'Which treaty ended the war, and where was it signed?' },
  },
});
const [file = ''] = positionals;
const asked = [`-${values.level}`, '-T', values.threads, '-q', values.question, '-t', '8000'];

const rows = [];
for (let round = 1; round <= Number(values.rounds); round += 1) {
  const alone = shownRun(await compressFile(file, ['-1', '-t', '8000']));
  const question = shownRun(await compressFile(file, asked));
  rows.push([
    round,
    ...[alone, question].flatMap(({ seconds, cpuSeconds, rssMB }) => [seconds, cpuSeconds, rssMB]),
    (question.seconds / alone.seconds).toFixed(2),
    (question.cpuSeconds / alone.cpuSeconds).toFixed(2),
  ]);
}
const columns = (name) => [`${name}: s`, 'CPU s', 'RSS MB'];
console.log(
  markdownTable(
    [
      'round',
      ...columns('level 1 alone'),
      ...columns(`question, level ${values.level}`),
      'by wall',
      'by CPU',
    ],
    rows,
  ),
);
