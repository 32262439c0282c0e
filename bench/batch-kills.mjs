// Kills `pith batch` at random moments, resumes it, and compares what is written with a run that was left alone.
// Usage: npm run build && node bench/batch-kills.mjs [--kills 100] [--items 2000]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../dist/evaluation/corpus/random.js';
import { hashOutputs, runBatch, writeTexts } from './batch-corpus.mjs';

const { values } = parseArgs({ options: { kills: { type: 'string' }, items: { type: 'string' } } });
const kills = Number(values.kills ?? 100);
const items = Number(values.items ?? 2000);
const folder = mkdtempSync(join(tmpdir(), 'pith-kills-'));
const cache = join(folder, 'cache');
const random = seededRandom(Number(process.env['SEED'] ?? 1));

try {
  writeTexts(join(folder, 'corpus'), items, 400);
  const alone = join(folder, 'alone');
  const { seconds } = await runBatch([join(folder, 'corpus'), '-1', '-o', alone], cache);
  const expected = hashOutputs(alone);
  console.log({ items: expected.files, uninterruptedSeconds: Number(seconds.toFixed(1)) });
  const found = { killed: 0, runs: 0, corpora: 0, different: 0, redone: 0 };
  while (found.killed < kills) {
    const out = join(folder, `out-${found.corpora}`);
    const reported = new Set();
    for (let isDone = false; !isDone; found.runs++) {
      const delay = found.killed < kills ? random.next() * seconds * 500 : undefined;
      const { code, events } = await runBatch([join(folder, 'corpus'), '-1', '-o', out], cache, (child) => {
        if (delay !== undefined) setTimeout(() => child.kill('SIGKILL'), delay).unref();
      });
      isDone = code === 0;
      if (!isDone) found.killed++;
      for (const { type, output } of events) {
        if (type !== 'done') continue;
        if (reported.has(output)) found.redone++;
        reported.add(output);
      }
    }
    if (hashOutputs(out).hash !== expected.hash || reported.size > expected.files) found.different++;
    found.corpora++;
    rmSync(out, { recursive: true });
  }
  console.log(found);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
