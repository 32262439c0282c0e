// The stored results, bench/results/*.json: what docs/results.md shows and, for documents, what `pith compress --dry-run` expects.
// Run it whenever a level gets another model or chooses in another way, and `npm run docs` after it.
//
//   npm run build && node bench/standard-sweep.mjs --eval FOLDER [--only documents] [--work FOLDER]
//
// With --work, results that a stopped run left there are used.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const LEVELS = ['--levels', '1,3,6,9'];
/** What `pith eval` is told, by the name of what comes of it; a data file stands first. */
const sweeps = {
  documents: [
    'multidoc_nq_oracle.jsonl',
    ...LEVELS,
    ...['--among', '20', '--rows', '60', '--ratios', '2,3,4,6,10,20,40', '--engine', 'none'],
  ],
  'documents-answered': [
    'multidoc_nq_oracle.jsonl',
    ...['--levels', '6', '--among', '20', '--rows', '60', '--ratios', '2,4,10', '--questions', 'known'],
  ],
  generated: [],
};

const { values } = parseArgs({
  options: {
    eval: { type: 'string', default: '.' },
    only: { type: 'string' },
    work: { type: 'string' },
  },
});
const pith = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const work = values.work ?? mkdtempSync(join(tmpdir(), 'pith-sweep-'));
mkdirSync(work, { recursive: true });
try {
  for (const [name, words] of Object.entries(sweeps)) {
    if (values.only !== undefined && values.only !== name) continue;
    if (words[0]?.endsWith('.jsonl')) unpack(words[0]);
    const args = [pith, 'eval', ...words, '--json', '--folder', name];
    const { stdout, status } = spawnSync(process.execPath, args, {
      cwd: work,
      encoding: 'utf8',
      maxBuffer: 2 ** 27,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) throw new Error(`pith eval ended with ${status}`);
    const rounded = JSON.stringify(
      JSON.parse(stdout),
      (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value),
      1,
    );
    writeFileSync(new URL(`results/${name}.json`, import.meta.url), `${rounded}\n`);
  }
} finally {
  if (values.work === undefined) rmSync(work, { recursive: true });
}

/** @param {string} file */
function unpack(file) {
  const packed = resolve(values.eval, `${file}.xz`);
  const { stdout, status } = spawnSync('xz', ['-dc', packed], { maxBuffer: 2 ** 27 });
  if (status !== 0) throw new Error(`cannot unpack ${packed}`);
  writeFileSync(join(work, file), stdout);
}
