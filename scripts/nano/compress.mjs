/**
 * Compresses texts as a user would: JSON lines `{ text, question, tokens }` on standard input, `{ text }` on standard output.
 * `node compress.mjs < documents.jsonl > compressed.jsonl`, after `npm run build`.
 */
import { createInterface } from 'node:readline';
import { openCompressor } from '../../dist/index.js';

const compressor = await openCompressor();
try {
  for await (const line of createInterface({ input: process.stdin })) {
    const { text, question, tokens } = JSON.parse(line);
    const budget = { type: 'tokens', tokens };
    const compression = await compressor.compress(text, { budget, ...(question && { question }) });
    try {
      let output = '';
      for await (const piece of compression.text()) output += piece;
      process.stdout.write(`${JSON.stringify({ text: output })}\n`);
    } finally {
      await compression[Symbol.asyncDispose]();
    }
  }
} finally {
  await compressor[Symbol.asyncDispose]();
}
