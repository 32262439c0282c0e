// Characters a second, and peak memory, of whole `pith compress` processes.
//
//   npm run build && node bench/throughput.mjs SMALL LARGE [--rounds 3]
//
// SMALL and LARGE: text files, such as 10 MB and 100 MB. Runs level 1 at ratio 3 over both; then level 1 and a question at
// level 9 over LARGE, both with a budget of 4,000 tokens, in turns; and a plain read of LARGE, for the ceiling.
import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    question: { type: 'string', default: 'Which treaty ended the war, and where was it signed?' },
  },
});
const [small = '', large = ''] = positionals;
const pith = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pith-bench-'));

/** Runs `pith compress`, and reads what it says of itself. */
async function compress(file, args) {
  const stats = join(folder, 'stats.json');
  const child = spawn(
    process.execPath,
    [pith, 'compress', file, ...args, '-f', '--quiet', '-o', join(folder, 'out'), '--stats', stats],
    { stdio: 'inherit' },
  );
  const start = performance.now();
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`pith exited with ${code}`);
  const { inputChars, outputTokens, cpuSeconds, peakRssBytes } = JSON.parse(readFileSync(stats, 'utf8'));
  const seconds = (performance.now() - start) / 1000;
  return { seconds, cpuSeconds, inputChars, outputTokens, rssMB: peakRssBytes / 1e6 };
}

async function plainRead(file) {
  const start = performance.now();
  let characters = 0;
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 }))
    characters += chunk.length;
  return characters / ((performance.now() - start) / 1000);
}

const best = (runs) => runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
const shown = ({ seconds, cpuSeconds, inputChars, outputTokens, rssMB }) => ({
  seconds: Number(seconds.toFixed(2)),
  cpuSeconds: Number(cpuSeconds.toFixed(2)),
  charactersPerSecond: Math.round(inputChars / seconds),
  outputTokens,
  rssMB: Math.round(rssMB),
});
try {
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
        small: shown(best(runs.small)),
        large: shown(best(runs.large)),
        level1For4000: shown(best(runs.level1)),
        question9For4000: shown(best(runs.question9)),
        questionByLevel1: ratios.map((ratio) => Number(ratio.toFixed(2))),
        rssLargeBySmall: Number((best(runs.large).rssMB / best(runs.small).rssMB).toFixed(2)),
      },
      undefined,
      2,
    ),
  );
} finally {
  rmSync(folder, { recursive: true });
}
