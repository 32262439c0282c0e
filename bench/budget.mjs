// Whether the budget holds and is used: random stretches of real text, at five ratios, counted by the original tiktoken.
// `atLeast99`: runs that spend 99% of their budget or more.
//
//   npm run build && node bench/budget.mjs FILE… [--inputs 200] [--level 1]
//
// FILE: texts, or JSON lines (plain or xz) whose records have a `text`.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { get_encoding } from 'tiktoken';
import { openCompressor } from '../dist/compress/compressor.js';
import { textDocument } from '../dist/stages/document.js';
import { detectMediaType } from '../dist/stages/media-type.js';
import { readRows } from './rows.mjs';

const RATIOS = [1.5, 2, 3, 5, 10];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { inputs: { type: 'string', default: '200' }, level: { type: 'string', default: '1' } },
});

const texts = [];
for (const path of positionals)
  if (path.includes('.jsonl')) texts.push(...(await readRows(path)).map(({ text }) => text));
  else texts.push(readFileSync(path, 'utf8'));

let seed = 7;
/** A small linear congruential generator: the same inputs each time. */
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

const tiktoken = get_encoding('o200k_base');
const compressor = await openCompressor({ level: Number(values.level) });
const results = { runs: 0, over: 0, under97: 0, atLeast99: 0, leastUsed: 1 };
for (let input = 0; input < Number(values.inputs); input += 1) {
  const whole = texts[Math.floor(random() * texts.length)];
  const length = Math.floor(10 ** (2.7 + 2.3 * random()));
  const from = Math.floor(random() * Math.max(1, whole.length - length));
  const text = whole.slice(from, from + length);
  for (const ratio of RATIOS) {
    const document = textDocument(text, { mediaType: detectMediaType(undefined, text) });
    const result = await compressor.compress([document], { budget: { type: 'ratio', ratio } });
    let output = '';
    for await (const piece of result.text()) output += piece;
    await result[Symbol.asyncDispose]();
    const { budget } = result.stats;
    const tokens = tiktoken.encode_ordinary(output).length;
    const used = budget === 0 ? 1 : tokens / budget;
    results.runs += 1;
    if (tokens > budget) results.over += 1;
    if (used >= 0.99) results.atLeast99 += 1;
    if (used < 0.97) {
      results.under97 += 1;
      console.error(JSON.stringify({ input, ratio, budget, tokens, start: text.slice(0, 60) }));
    }
    results.leastUsed = Math.min(results.leastUsed, used);
  }
}
await compressor[Symbol.asyncDispose]();
console.log(JSON.stringify({ level: Number(values.level), ...results }));
