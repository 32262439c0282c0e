// How well the embedded reader answers: F1 and exact match as SQuAD counts them, over rows of
// {"question", "answers", "context"}.
//
//   npm run build && node bench/reader.mjs qa_xquad_en.jsonl[.xz] [--level 9] [--limit 500] [--relevance 1]
import { parseArgs } from 'node:util';
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
  f1 += Math.max(...answers.map((answer) => overlap(found, answer)));
  exact += Math.max(...answers.map((answer) => Number(words(found).join(' ') === words(answer).join(' '))));
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

/** Lower case without punctuation and articles. @param {string} text */
function words(text) {
  const bare = text.toLowerCase().replace(/[!-/:-@[-`{-~]/g, '');
  return bare.split(/\s+/).filter((word) => word !== '' && !/^(a|an|the)$/.test(word));
}

/** F1 of the words of two answers. @param {string} found @param {string} gold */
function overlap(found, gold) {
  const [a, b] = [words(found), words(gold)];
  if (a.length === 0 || b.length === 0) return Number(a.length === b.length);
  const left = [...b];
  const shared = a.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return (2 * shared) / (a.length + b.length);
}
