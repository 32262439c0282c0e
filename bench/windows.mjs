// Facts in two million characters, asked of an engine that reads them in windows: how many are found, how much was read, and
// what memory that took.
//
//   npm run build && node bench/windows.mjs --texts FILE.jsonl.xz [--depths 40] [--characters 2000000] [--early-exit]
//   node bench/windows.mjs --texts FILE.jsonl.xz --model scout-nano [--context-limit 4096]
//
// The text: slices of the rows of the file (a field `text` each). The reader is asked for one fact at a time, which alone stands in
// the text. A language model (--model, with llama.cpp) is asked for all of them at once, so that each window is read once; the other
// facts stand in the text then, worded alike. Facts are worded as `pith infer --probe` words them. Memory is what the process held
// after a quarter of the windows and after the last.
import { parseArgs } from 'node:util';
import { infer } from '../dist/infer.js';
import { loadEncoder } from '../dist/models/encoder/encoder.js';
import { loadModelCard } from '../dist/models/encoder/model-card.js';
import { llamaEngine } from '../dist/models/engines/llama.js';
import { readerEngine } from '../dist/models/engines/reader.js';
import { modelForLevel } from '../dist/models/model-files.js';
import { tokenCounter } from '../dist/models/tokens/token-counters.js';
import { probeText } from '../dist/probe/probe-text.js';
import { readRows } from './rows.mjs';

const SLICE = 20_000;

const { values } = parseArgs({
  options: {
    texts: { type: 'string', default: 'text_haystack.jsonl.xz' },
    depths: { type: 'string', default: '40' },
    characters: { type: 'string', default: '2000000' },
    model: { type: 'string' },
    'context-limit': { type: 'string', default: '4096' },
    'early-exit': { type: 'boolean', default: false },
  },
});
const count = Number(values.depths);
const depths = Array.from({ length: count }, (_, at) => (at + 0.5) / count);
const hay = haystack(await readRows(values.texts), Number(values.characters));
const counter = await tokenCounter('o200k_base');
const { needles } = probeText({ tokens: 50 * count, depths, counter });
const engine =
  values.model === undefined
    ? readerEngine(await loadEncoder(await loadModelCard(modelForLevel(9)), { threads: 2 }))
    : await llamaEngine({
        model: values.model,
        contextLimit: Number(values['context-limit']),
        maxTokens: 64,
        threads: 2,
      });

let found = 0;
let read = 0;
let total = 0;
/** Megabytes, window by window. */
const memory = [];
const started = performance.now();

async function ask({ depth, question, answer }, text) {
  const result = await infer(text, {
    question,
    engine,
    earlyExit: values['early-exit'],
    concurrency: 1,
    onWindow: () => memory.push(process.memoryUsage().rss / 2 ** 20),
  });
  const [best] = result.answers;
  const at =
    text.indexOf(sentenceOf({ question, answer })) + sentenceOf({ question, answer }).indexOf(answer);
  const [source] = best?.type === 'extract' ? best.source : (best?.citations?.[0]?.source ?? []);
  const isRight = best?.text === answer && source?.[0] === at;
  found += Number(isRight);
  read += result.windows.read;
  total += result.windows.total;
  console.error(depth, isRight, best?.text, result.windows, result.seconds.toFixed(1));
}

if (values.model === undefined) {
  for (const needle of needles) await ask(needle, planted([needle]));
} else {
  const text = planted(needles);
  await Promise.all(needles.map((needle) => ask(needle, text)));
}
await engine.close();
const quarter = memory[Math.floor(memory.length / 4)] ?? 0;
console.log(
  `${engine.name}: ${found} of ${count} facts found in ${hay.length} characters; ${Math.round(read / count)} of ` +
    `${Math.round(total / count)} windows a question; ${((performance.now() - started) / 1000 / count).toFixed(1)} s a question; ` +
    `memory ${Math.round(quarter)} MB after a quarter, ${Math.round(memory.at(-1) ?? 0)} MB after all, at most ` +
    `${Math.round(process.resourceUsage().maxRSS / 1024)} MB.`,
);

/** The text with a sentence for each fact, from the last to the first. */
function planted(facts) {
  let text = hay;
  for (const fact of facts.toReversed()) {
    const at = text.indexOf(' ', Math.floor(fact.depth * hay.length));
    text = `${text.slice(0, at)} ${sentenceOf(fact)}${text.slice(at)}`;
  }
  return text;
}

function sentenceOf({ question, answer }) {
  return question.replace('What is the', 'The').replace('?', ` is ${answer}.`);
}

/** Slices of all texts in turn, so that kinds mix. @param {{ text: string }[]} rows @param {number} characters */
function haystack(rows, characters) {
  let text = '';
  for (let round = 0; text.length < characters; round += 1) {
    const before = text.length;
    for (const row of rows) text += row.text.slice(round * SLICE, (round + 1) * SLICE);
    if (text.length === before) throw new Error(`the texts have ${text.length} characters only`);
  }
  return text.slice(0, characters);
}
