// Writes docs/scout.md from the planner, or prints it with --print. A test compares the two.
import { writeFileSync } from 'node:fs';
import { parseCluster } from '../dist/models/scout/devices.js';
import { engineProfiles } from '../dist/models/scout/engines.js';
import { cacheBytes } from '../dist/models/scout/kv-cache.js';
import { fewestGpus, plansFor } from '../dist/models/scout/plan.js';
import { modelPresets } from '../dist/models/scout/presets.js';
import { scoreBytes } from '../dist/models/scout/scores.js';
import { prefillSeconds } from '../dist/models/scout/time.js';
import { fileBytes, quantisations } from '../dist/models/scout/weights.js';

const GIB = 2 ** 30;
const scout = modelPresets.get('scout');
const LENGTHS = [10_000, 100_000, 1_000_000, 10_000_000];

const document = `# Scout: what a context takes

Written by \`npm run docs\` from the planner (\`src/models/scout/\`), which a test compares with this file. \`pith plan\` answers the same
for other models, GPUs and lengths. Memory on llama.cpp follows contexts measured on an H100 to within 0.1%
(\`data/measurements/h100-llama-cpp.json\`, \`test/models/scout/memory.test.ts\`); its time follows a prefill of 262K tokens on the same
GPU. vLLM's time follows public runs on eight H200s. Nothing here was run on several GPUs by us.

## Why every run failed

Four H100s of 80 GB, Scout "in 4 bits" through transformers, windows of 8,000 tokens: each answer ended with "tried to allocate
9.77 GiB", at 25K, 125K and 250K tokens alike. That number is one layer's matrix of attention scores in 32 bits: 40 heads x 8,097 x 8,097 x 4
bytes = ${gib(scoreBytes('eager', { heads: 40, queries: 8097, keys: 8097 }), 2)} GiB. It does not depend on the length of the text, only on the window, which was always the same. Nor was the cache of keys and
values to blame, which took ${gib(cache(25_000, 'f16', false))} GiB at 25K tokens over all GPUs. But 315 of the 320 GB were in use before the first token: Scout in 4 bits is ${gigabytes('int4')} GB,
in 16 bits ${gigabytes('bf16')}, so most likely its fused experts, nearly nine tenths of it, were never quantised.

What helps, in this order: flash attention, which never makes the matrix; weights that are quantised (check the size of the files); local layers
that keep their 8,192 tokens, not the whole text; and fewer tokens.

| queries x keys | eager, one layer | sdpa's mask | flash |
|---|---|---|---|
${[8_097, 32_768, 131_072]
  .map((tokens) => {
    const bytes = (kernel) => scoreBytes(kernel, { heads: 40, queries: tokens, keys: tokens });
    return `| ${grouped(tokens)} x ${grouped(tokens)} | ${gib(bytes('eager'), 2)} GiB | ${gib(bytes('sdpa'), 2)} GiB | 0 |`;
  })
  .join('\n')}

## What each length needs

Keys and values of all GPUs together, by what is stored and whether the 36 local layers keep only what they see (small) or everything (full):

| tokens | 16 bits, small | 16 bits, full | 8 bits, small | 8 bits, full |
|---|---|---|---|---|
${LENGTHS.map((tokens) =>
  row([
    grouped(tokens),
    ...['f16', 'fp8'].flatMap((type) => [false, true].map((full) => `${gib(cache(tokens, type, full))} GiB`)),
  ]),
).join('\n')}

The fewest GPUs, and the seconds until the first token of an answer on them; in brackets after a compression to a quarter:

| tokens | H100s, llama.cpp | H100s, vLLM | H200s, vLLM | how well it is read |
|---|---|---|---|---|
${LENGTHS.map((tokens) =>
  row([
    grouped(tokens),
    both(tokens, 'H100', 'llama.cpp'),
    both(tokens, 'H100', 'vllm'),
    both(tokens, 'H200', 'vllm'),
    read(tokens),
  ]),
).join('\n')}

Time is what a compression saves most of: a prefill grows with the square of the tokens once the ${scout.layers.filter(({ attention }) => attention.type === 'full').length} layers that see everything outweigh the rest. On
eight H200s with vLLM:

| tokens | as they are | to a half | to a quarter | to an eighth |
|---|---|---|---|---|
${[100_000, 1_000_000, 2_000_000, 10_000_000]
  .map((tokens) => row([grouped(tokens), ...[1, 2, 4, 8].map((ratio) => seconds(onEight(tokens / ratio)))]))
  .join('\n')}

## What to believe of it

Published tests read Scout's long contexts as poor: NoLiMa falls from 81.7 to 61.8 at 2K tokens and 21.6 at 32K; MRCR is 38.7% at 128K and 15.7% at 1M. So that a
context fits is the smaller part: keep at most 32K tokens for reasoning and 128K for look-ups, and ask a deployment for facts at known places before it is
trusted.
`;

if (process.argv.includes('--print')) process.stdout.write(document);
else writeFileSync(new URL('../docs/scout.md', import.meta.url), document);

function cache(context, type, fullLocalCache) {
  return cacheBytes(scout.layers, {
    context,
    type,
    inFlight: 8192,
    fullLocalCache,
    padding: 1,
    tensor: 1,
  });
}

function both(tokens, device, engine) {
  return `${fewest(tokens, device, engine)} (${fewest(tokens / 4, device, engine)})`;
}

function fewest(tokens, device, engine) {
  const plan = fewestGpus({
    model: scout,
    context: tokens,
    cluster: parseCluster(`1x${device}`),
    engines: [engine],
  });
  if (plan === undefined) return '-';
  const { cluster, quantisation, kvType } = plan.deployment;
  return `${cluster.gpus}: ${quantisation.name}, ${kvType}, ${seconds(plan.prefillSeconds)}`;
}

function onEight(tokens) {
  const [plan] = plansFor({
    model: scout,
    context: tokens,
    cluster: parseCluster('8xH200'),
    engines: [engineProfiles.vllm.name],
  });
  return prefillSeconds(plan.deployment, tokens);
}

function read(tokens) {
  if (tokens <= 32_000) return 'well enough to reason';
  if (tokens <= 128_000) return 'look-ups';
  return tokens <= scout.trainedContext ? 'look-ups, often wrong' : 'poorly: longer than any training text';
}

function gigabytes(name) {
  return (fileBytes(scout, quantisations.get(name)) / 1e9).toFixed(1);
}

function gib(bytes, digits = 1) {
  return (bytes / GIB).toFixed(digits);
}

function seconds(value) {
  return value < 120 ? `${value.toFixed(value < 10 ? 1 : 0)} s` : `${(value / 60).toFixed(0)} min`;
}

function grouped(value) {
  return value.toLocaleString('en');
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}
