// How long `pith batch` takes over a corpus: at first, at another ratio, and once more without a change; and what ledger and cache add.
// Usage: npm run build && node bench/batch.mjs [--files 200] [--characters 20000] [--level 6]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runBatch, writeTexts } from './batch-corpus.mjs';

const { values } = parseArgs({
  options: { files: { type: 'string' }, characters: { type: 'string' }, level: { type: 'string' } },
});
const folder = mkdtempSync(join(tmpdir(), 'pith-batch-'));
const cache = join(folder, 'cache');

try {
  const corpus = join(folder, 'corpus');
  writeTexts(corpus, Number(values.files ?? 200), Number(values.characters ?? 20_000));
  const out = join(folder, 'out');
  const level = ['--level', values.level ?? '6'];
  const times = {
    uncached: await timed([corpus, '-o', join(folder, 'uncached'), ...level], 'off'),
    first: await timed([corpus, '-o', out, ...level], cache),
    otherRatio: await timed([corpus, '-o', join(folder, 'other'), '-r', '5', ...level], cache),
    unchanged: await timed([corpus, '-o', out, ...level], cache),
  };
  console.log(times, {
    otherRatio: (times.first / times.otherRatio).toFixed(1),
    unchanged: (times.first / times.unchanged).toFixed(1),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {readonly string[]} words @param {string} cacheFolder */
async function timed(words, cacheFolder) {
  const { code, seconds } = await runBatch(words, cacheFolder);
  if (code !== 0) throw new Error(`pith exited with ${code}`);
  return Number(seconds.toFixed(1));
}
