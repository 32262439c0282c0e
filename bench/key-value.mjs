// JSON objects of random keys and values, one key in the question: whether its value is kept, the key with it, and
// whether what is left is JSON.
//
//   npm run build && node bench/key-value.mjs --eval FOLDER [--level 6] [--ratio 10] [--rows 300]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { textDocument } from '../dist/stages/document.js';
import { compressed } from './compressed.mjs';
import { markdownTable, share } from './markdown-table.mjs';
import { readRows, spread } from './rows.mjs';

const { values } = parseArgs({
  options: {
    eval: { type: 'string', default: '.' },
    level: { type: 'string', default: '6' },
    ratio: { type: 'string', default: '10' },
    rows: { type: 'string', default: '100000' },
  },
});
const level = Number(values.level);
const ratio = Number(values.ratio);
const compressor = await openCompressor({ level, threads: 2 });
const rows = await readRows(join(values.eval, 'kv.jsonl.xz'));

const tallies = new Map();
for (const { key, question, answer, context } of spread(rows, Number(values.rows))) {
  const size = Object.keys(JSON.parse(context)).length;
  const tally = tallies.get(size) ?? { rows: 0, value: 0, key: 0, parses: 0, pair: 0 };
  const document = textDocument(context, { mediaType: 'application/json' });
  const { text } = await compressed(compressor, [document], { question, budget: { type: 'ratio', ratio } });
  const object = parsed(text);
  tally.rows += 1;
  tally.value += Number(text.includes(answer));
  tally.key += Number(text.includes(key));
  tally.parses += Number(object !== undefined);
  tally.pair += Number(object?.[key] === answer);
  tallies.set(size, tally);
}
await compressor[Symbol.asyncDispose]();
console.log(`ratio ${ratio}, level ${level}\n`);
console.log(
  markdownTable(
    ['keys', 'rows', 'value kept', 'key kept', 'output parses', 'parses and holds the pair'],
    [...tallies].map(([size, { rows: all, value, key, parses, pair }]) => [
      size,
      all,
      ...[value, key, parses, pair].map((hits) => share(hits, all)),
    ]),
  ),
);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
