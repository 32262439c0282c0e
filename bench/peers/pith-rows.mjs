// Cuts texts with pith, question unknown, budgets counted in words and marks.
//
// Reads {"texts", "rates", "levels"} as JSON from standard input; writes {level: {rate: [output]}} to standard output.
import { text as readAll } from 'node:stream/consumers';
import { openCompressor } from '../../dist/compress/compressor.js';
import { wordCounter } from '../word-counter.mjs';

const { texts, rates, levels } = JSON.parse(await readAll(process.stdin));
const outputs = {};
for (const level of levels) {
  const compressor = await openCompressor({ level, threads: 1, tokenizer: wordCounter });
  outputs[level] = {};
  for (const rate of rates) {
    outputs[level][rate] = [];
    for (const text of texts) {
      const result = await compressor.compress(text, { budget: { type: 'rate', rate } });
      let output = '';
      for await (const piece of result.text()) output += piece;
      await result[Symbol.asyncDispose]();
      outputs[level][rate].push(output);
    }
  }
  await compressor[Symbol.asyncDispose]();
}
process.stdout.write(JSON.stringify(outputs));
