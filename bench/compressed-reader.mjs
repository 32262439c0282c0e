// What a cut costs a reader: F1 and exact match of the embedded reader on contexts that were compressed with the question
// known, at each rate, beside the share of answers that survive in the text. A word kept alone is no use to a reader.
//
//   npm run build && node bench/compressed-reader.mjs qa_xquad_en.jsonl[.xz] [--level 6] [--reader 9] [--limit 500]
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { agreement } from '../dist/evaluation/measures/agreement.js';
import { infer } from '../dist/infer.js';
import { loadEncoder } from '../dist/models/encoder/encoder.js';
import { loadModelCard } from '../dist/models/encoder/model-card.js';
import { readerEngine } from '../dist/models/engines/reader.js';
import { modelForLevel } from '../dist/models/model-files.js';
import { holdsAnswer, readRows } from './rows.mjs';

const RATES = [1, 0.5, 0.25, 0.1, 0.05];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    level: { type: 'string', default: '6' },
    reader: { type: 'string', default: '9' },
    limit: { type: 'string', default: '100000' },
    threads: { type: 'string', default: '2' },
  },
});
const level = Number(values.level);
const threads = Number(values.threads);
const rows = (await readRows(positionals[0] ?? '')).slice(0, Number(values.limit));
const compressor = await openCompressor({ level, threads });
const card = await loadModelCard(modelForLevel(Number(values.reader)));
const engine = readerEngine(await loadEncoder(card, { threads }));

for (const rate of RATES) {
  const sum = { survived: 0, f1: 0, exact: 0 };
  for (const { question, answers, context } of rows) {
    const short = await compressor.compress(context, { question, budget: { type: 'rate', rate } });
    let text = '';
    for await (const piece of short.text()) text += piece;
    await short[Symbol.asyncDispose]();
    const found = text === '' ? '' : ((await infer(text, { question, engine })).answers[0]?.text ?? '');
    const best = agreement(found, { answers, needs: 'any' });
    sum.survived += Number(holdsAnswer(text, answers));
    sum.f1 += best.f1;
    sum.exact += best.exact;
  }
  const share = (/** @type {number} */ count) => Number((count / rows.length).toFixed(3));
  console.log(
    JSON.stringify({
      level,
      rate,
      questions: rows.length,
      survived: share(sum.survived),
      f1: share(sum.f1),
      exact: share(sum.exact),
    }),
  );
}
await engine.close();
await compressor[Symbol.asyncDispose]();
