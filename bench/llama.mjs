// What the next question about a context costs with --engine llama, and a later run that takes up what was read.
//
//   npm run build && node bench/llama.mjs MODEL.gguf [TOKENS] [THREADS]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { llamaEngine } from '../dist/index.js';
import { markdownTable } from './markdown-table.mjs';

const [model, tokens = '4000', threads = '1'] = process.argv.slice(2);
if (model === undefined) throw new Error('node bench/llama.mjs MODEL.gguf [TOKENS] [THREADS]');

const stateFolder = mkdtempSync(join(tmpdir(), 'pith-llama-'));
const rows = [];

/** Wall and CPU seconds of a step. */
async function timed(name, step) {
  const started = [performance.now(), process.cpuUsage()];
  const result = await step();
  const { user, system } = process.cpuUsage(started[1]);
  rows.push([name, ((performance.now() - started[0]) / 1000).toFixed(2), ((user + system) / 1e6).toFixed(2)]);
  return result;
}

function textOf(engine) {
  const source = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const all = source.repeat(Math.ceil((Number(tokens) * 6) / source.length));
  let [short, long] = [0, all.length];
  while (short < long) {
    const middle = (short + long + 1) >>> 1;
    if (engine.counter.count(all.slice(0, middle)) <= Number(tokens)) short = middle;
    else long = middle - 1;
  }
  return all.slice(0, short);
}

const open = (options = {}) => llamaEngine({ model, threads: Number(threads), maxTokens: 16, ...options });
const asker = (engine, text) => (question) =>
  engine.answer({ type: 'answer', question, context: [{ id: 'text', text }] });

try {
  const first = await timed('load the model', () => open());
  const text = textOf(first);
  const ask = asker(first, text);
  await timed(`first question about ${tokens} tokens`, () => ask('What is a level?'));
  await timed('second question', () => ask('What does infer print?'));
  await timed('third question', () => ask('What is a budget?'));
  await first.close();

  const saving = await open({ stateFolder });
  await timed('first question, what was read is saved', () => asker(saving, text)('What is a level?'));
  await saving.close();
  const later = await open({ stateFolder });
  await timed('the same in a later run', () => asker(later, text)('What is a level?'));
  await later.close();
  process.stdout.write(`${markdownTable(['step', 'seconds', 'CPU seconds'], rows)}\n`);
} finally {
  rmSync(stateFolder, { recursive: true, force: true });
}
