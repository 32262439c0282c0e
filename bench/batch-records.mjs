// Small records a second at level 1, and the memory that a large file of records takes.
// Usage: npm run build && node bench/batch-records.mjs [--megabytes 1000] [--characters 300] [--target-tokens 40]
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { records, runBatch } from './batch-corpus.mjs';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string' },
    characters: { type: 'string' },
    'target-tokens': { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'pith-records-'));

try {
  const file = join(folder, 'rows.jsonl');
  const count = await write(file, Number(values.megabytes ?? 1000) * 1e6);
  let peak = 0;
  const words = [file, '-1', '--records', '-o', join(folder, 'out'), '-t', values['target-tokens'] ?? '40'];
  const { code, seconds } = await runBatch(words, 'off', (child) => {
    // What the system says of the process while it runs (Linux).
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        clearInterval(timer);
      }
    }, 200);
    child.once('close', () => clearInterval(timer));
  });
  console.log({
    code,
    count,
    seconds: Math.round(seconds),
    perSecond: Math.round(count / seconds),
    peakMB: Math.round(peak / 1000),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} file @param {number} bytes */
async function write(file, bytes) {
  const stream = createWriteStream(file);
  let [written, count] = [0, 0];
  for (const line of records(Number(values.characters ?? 300))) {
    if (!stream.write(line)) await once(stream, 'drain');
    written += line.length;
    count += 1;
    if (written >= bytes) break;
  }
  stream.end();
  await once(stream, 'finish');
  return count;
}
