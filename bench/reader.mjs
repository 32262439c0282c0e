// How well the embedded reader answers: F1 and exact match as SQuAD counts them, over rows of
// {"question", "answers", "context"}.
//
//   npm run build && node bench/reader.mjs qa_xquad_en.jsonl[.xz] [--level 9] [--limit 500] [--relevance 1]
import { parseArgs } from 'node:util';
import { agreement } from '../dist/evaluation/measures/agreement.js';
import { infer } from '../dist/infer.js';
import { loadEncoder } from '../dist/models/encoder/encoder.js';
import { loadModelCard } from '../dist/models/encoder/model-card.js';
import { readerEngine } from '../dist/models/engines/reader.js';
import { modelForLevel } from '../dist/models/model-files.js';
import { readRows } from './rows.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    level: { type: 'string', default: '9' },
    limit: { type: 'string', default: '100000' },
    threads: { type: 'string', default: '2' },
    // Default: what the model's card says.
    relevance: { type: 'string' },
    card: { type: 'string' },
  },
});
const rows = (await readRows(positionals[0] ?? '')).slice(0, Number(values.limit));
const card = await loadModelCard(values.card ?? modelForLevel(Number(values.level)));
const encoder = await loadEncoder(card, { threads: Number(values.threads) });
const engine = readerEngine(encoder, {
  ...(values.relevance !== undefined && { relevanceWeight: Number(values.relevance) }),
});

let f1 = 0;
let exact = 0;
let windows = 0;
let confidence = 0;
const started = performance.now();
for (const { question, answers, context } of rows) {
  const result = await infer(context, { question, engine });
  const found = result.answers[0]?.text ?? '';
  const best = agreement(found, { answers, needs: 'any' });
  f1 += best.f1;
  exact += best.exact;
  windows += result.windows.read;
  confidence += result.answers[0]?.confidence ?? 0;
}
const seconds = (performance.now() - started) / 1000;
await engine.close();

const percent = (/** @type {number} */ sum) => ((100 * sum) / rows.length).toFixed(1);
console.log(
  `${card.name} ${card.version}, ${rows.length} questions: F1 ${percent(f1)}, exact ${percent(exact)}`,
);
console.log(`mean confidence ${percent(confidence)} %, ${(windows / seconds).toFixed(1)} windows/s`);
