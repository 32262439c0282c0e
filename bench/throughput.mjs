// Characters a second, and peak memory, of whole `pith compress` processes.
//
//   npm run build && node bench/throughput.mjs SMALL LARGE [--rounds 3]
//
// SMALL and LARGE: text files, such as 10 MB and 100 MB. Runs level 1 at ratio 3 over both; then level 1 and a question at
// level 9 over LARGE, both with a budget of 4,000 tokens, in turns; and a plain read of LARGE, for the ceiling.
import { createReadStream, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { compressFile as compress, shownRun } from './pith-process.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    question: { type: 'string', default: 'Which treaty ended the war, and where was it signed?' },
  },
});
const [small = '', large = ''] = positionals;

async function plainRead(file) {
  const start = performance.now();
  let characters = 0;
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 }))
    characters += chunk.length;
  return characters / ((performance.now() - start) / 1000);
}

const best = (runs) => runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
const runs = { small: [], large: [], level1: [], question9: [] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  runs.small.push(await compress(small, ['-1', '-r', '3']));
  runs.large.push(await compress(large, ['-1', '-r', '3']));
  runs.level1.push(await compress(large, ['-1', '-t', '4000']));
  runs.question9.push(await compress(large, ['-9', '-T', '2', '-q', values.question, '-t', '4000']));
}
const ratios = runs.question9.map(({ seconds }, at) => seconds / runs.level1[at].seconds);
console.log(
  JSON.stringify(
    {
      cpu: cpus()[0]?.model,
      bytes: { small: statSync(small).size, large: statSync(large).size },
      plainReadCharactersPerSecond: Math.round(await plainRead(large)),
      small: shownRun(best(runs.small)),
      large: shownRun(best(runs.large)),
      level1For4000: shownRun(best(runs.level1)),
      question9For4000: shownRun(best(runs.question9)),
      questionByLevel1: ratios.map((ratio) => Number(ratio.toFixed(2))),
      rssLargeBySmall: Number((best(runs.large).rssMB / best(runs.small).rssMB).toFixed(2)),
    },
    undefined,
    2,
  ),
);
