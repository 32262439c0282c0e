// Facts in two million characters, asked of an engine that reads them in windows: how many are found, how much was read, and
// what memory that took.
//
//   npm run build && node bench/windows.mjs --texts FILE.jsonl.xz [--depths 40] [--characters 2000000] [--early-exit]
//
// The text: slices of the rows of the file (a field `text` each). One fact at a time is put into it, as `pith infer --probe` words
// them. Memory is the most that the process held, once after the first question and once after the last.
import { parseArgs } from 'node:util';
import { infer } from '../dist/infer.js';
import { loadEncoder } from '../dist/models/encoder/encoder.js';
import { loadModelCard } from '../dist/models/encoder/model-card.js';
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
    'early-exit': { type: 'boolean', default: false },
  },
});
const depths = Array.from({ length: Number(values.depths) }, (_, at) => (at + 0.5) / Number(values.depths));
const hay = haystack(await readRows(values.texts), Number(values.characters));
const counter = await tokenCounter('o200k_base');
const { needles } = probeText({ tokens: 50 * depths.length, depths, counter });
const engine = readerEngine(await loadEncoder(await loadModelCard(modelForLevel(9)), { threads: 2 }));

let found = 0;
let read = 0;
let total = 0;
let seconds = 0;
const memory = [];
for (const { depth, question, answer } of needles) {
  const at = hay.indexOf(' ', Math.floor(depth * hay.length));
  const sentence = ` ${question.replace('What is the', 'The').replace('?', ` is ${answer}.`)}`;
  const text = hay.slice(0, at) + sentence + hay.slice(at);
  const result = await infer(text, { question, engine, earlyExit: values['early-exit'] });
  const [best] = result.answers;
  const isRight = best?.text === answer && best.source[0]?.[0] === at + sentence.indexOf(answer);
  found += Number(isRight);
  read += result.windows.read;
  total += result.windows.total;
  seconds += result.seconds;
  memory.push(process.resourceUsage().maxRSS / 1024);
  console.error(
    depth,
    isRight,
    best?.text,
    best?.confidence.toFixed(3),
    result.windows,
    result.seconds.toFixed(1),
  );
}
await engine.close();
console.log(
  `${found} of ${depths.length} facts found in ${hay.length} characters; ${Math.round(read / depths.length)} of ` +
    `${Math.round(total / depths.length)} windows and ${(seconds / depths.length).toFixed(1)} s a question; memory ` +
    `${Math.round(memory[0])} MB after the first, ${Math.round(memory.at(-1))} MB after the last.`,
);

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
