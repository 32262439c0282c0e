// A stream beside a compression of the whole: throughput, how long a part takes once its last character is there, how far
// behind the input the output is, how well the ratio is met, and how many answers survive in both.
//
//   npm run build && node bench/stream.mjs rows.jsonl.xz [--level 1] [--ratio 4] [--rows 1000] [--known]
//
// Rows hold a question, its answers and a `context`; the contexts one after the other are the text. --known asks the
// question of the first row.
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { compressed } from './compressed.mjs';
import { holdsAnswer, readRows } from './rows.mjs';

const PIECE = 1000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    level: { type: 'string', default: '1' },
    ratio: { type: 'string', default: '4' },
    rows: { type: 'string', default: '1000' },
    known: { type: 'boolean', default: false },
  },
});
const level = Number(values.level);
const ratio = Number(values.ratio);
const seen = new Set();
const rows = (await readRows(positionals[0] ?? ''))
  .filter(({ context, answers }) => !seen.has(context) && seen.add(context) && holdsAnswer(context, answers))
  .slice(0, Number(values.rows));
const places = [];
let text = '';
for (const { context } of rows) {
  places.push([text.length, text.length + context.length]);
  text += `${context}\n\n`;
}
const options = {
  budget: { type: 'ratio', ratio },
  mediaType: 'text/plain',
  ...(values.known ? { question: rows[0]?.question } : {}),
};
const compressor = await openCompressor({ level, threads: 1 });

/** Of how many rows an answer is left, in what is left of its own context. */
function survived(spans) {
  let kept = 0;
  for (const [at, { answers }] of rows.entries()) {
    const [from, to] = places[at];
    const own = spans.map(([start, end]) =>
      text.slice(Math.max(from, start), Math.max(from, Math.min(to, end))),
    );
    if (holdsAnswer(own.join(''), answers)) kept += 1;
  }
  return Number((kept / rows.length).toFixed(3));
}

let fed = 0;
let fedAt = 0;
function* pieces() {
  for (let at = 0; at < text.length; at += PIECE) {
    fed = Math.min(text.length, at + PIECE);
    fedAt = performance.now();
    yield text.slice(at, at + PIECE);
  }
}
// Warms both up.
for await (const _ of compressor.stream([text.slice(0, 60_000)], options));
await compressed(compressor, text.slice(0, 60_000), { budget: options.budget });

const cpu = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

let before = cpu();
const spans = [];
const waits = [];
const behind = [];
let last = { inputTokens: 0, outputTokens: 0 };
let least = 1;
for await (const part of compressor.stream(pieces(), options)) {
  waits.push(performance.now() - fedAt);
  behind.push(fed - (spans.at(-1)?.[1] ?? 0));
  spans.push(...part.spans);
  last = part;
  if (fed >= 1e6) least = Math.min(least, (part.outputTokens * ratio) / part.inputTokens);
}
const streamed = cpu() - before;
before = cpu();
const { question } = options;
const whole = await compressed(compressor, text, {
  budget: options.budget,
  ...(question ? { question } : {}),
});
const all = cpu() - before;
await compressor[Symbol.asyncDispose]();

const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, share) => Math.round(sorted(list)[Math.floor(share * (list.length - 1))]);
console.log(
  JSON.stringify({
    level,
    ratio,
    question: values.known,
    characters: text.length,
    tokens: last.inputTokens,
    cpuSeconds: { stream: Number(streamed.toFixed(2)), whole: Number(all.toFixed(2)) },
    millisecondsAPart: { median: at(waits, 0.5), most: at(waits, 1) },
    charactersBehind: { median: at(behind, 0.5), most: at(behind, 1) },
    spent: Number(((last.outputTokens * ratio) / last.inputTokens).toFixed(4)),
    leastSpentAfterAMegabyte: Number(least.toFixed(4)),
    answers: { stream: survived(spans), whole: survived(whole.spans.flat()) },
  }),
);
