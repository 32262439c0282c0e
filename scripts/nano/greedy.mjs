/**
 * Runs a GGUF file in llama.cpp: JSON lines `{ context, questions, most, stop }` in tokens on standard input, and for each
 * a line of replies in tokens on standard output, always the most likely token. A line `{ text }` is answered by its tokens.
 * `node greedy.mjs LIBRARY MODEL CONTEXT [exact]`: `LIBRARY` is a folder where node-llama-cpp is installed, `exact` is
 * without flash attention and with keys and values in float32.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [folder, modelPath, contextSize, exact] = process.argv.slice(2);
const library = join(folder, 'node_modules/node-llama-cpp/dist/index.js');
const { getLlama } = await import(pathToFileURL(library).href);
const llama = await getLlama({ build: 'never', skipDownload: true, progressLogs: false, logLevel: 'error' });
const model = await llama.loadModel({ modelPath });
const cache = exact ? { experimentalKvCacheKeyType: 'F32', experimentalKvCacheValueType: 'F32' } : {};
const context = await model.createContext({
  contextSize: Number(contextSize),
  batchSize: 512,
  flashAttention: !exact,
  swaFullCache: true,
  threads: 1,
  ...cache,
});
const sequence = context.getSequence();

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const result = 'text' in job ? model.tokenize(job.text) : await replies(job);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
await llama.dispose();

async function replies({ context: tokens, questions, most, stop }) {
  await sequence.clearHistory();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens);
  const all = [];
  for (const question of questions) {
    all.push(await reply(question, most, stop));
    const end = sequence.nextTokenIndex;
    if (end > tokens.length) await sequence.eraseContextTokenRanges([{ start: tokens.length, end }]);
  }
  return all;
}

async function reply(question, most, stop) {
  const tokens = [];
  for await (const token of sequence.evaluate(question, { temperature: 0, yieldEogToken: true })) {
    if (token === stop) break;
    tokens.push(token);
    if (tokens.length >= most) break;
  }
  return tokens;
}
