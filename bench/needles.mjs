// Facts hidden in a million characters of other text, asked for in other words: how many answers are kept, beside BM25 over the
// same passages at the same tokens.
//
//   npm run build && node bench/needles.mjs --eval FOLDER [--level 6] [--ratio 20] [--depths 40] [--characters 1000000]
//   … --development --eval FOLDER_OF_THE_TRAINING_FILES: other needles in other texts, for whoever changes something
//
// The text: slices of essays, novels, handbooks, papers, news and minutes, and a fifth of generated reports. One needle at a
// time, each at a depth of its own; an answer is kept if it stands in the output from where the needle was put.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { report } from '../dist/evaluation/corpus/prose.js';
import { seededRandom } from '../dist/evaluation/corpus/random.js';
import { tokenCounter } from '../dist/models/tokens/token-counters.js';
import { Segmenter } from '../dist/stages/segment/segmenter.js';
import { bm25Order, randomOrder, takeInOrder } from './baselines.mjs';
import { compressed } from './compressed.mjs';
import { markdownTable, share } from './markdown-table.mjs';
import { commonWords, developmentNeedles, heldOutNeedles } from './needle-texts.mjs';
import { readRows } from './rows.mjs';

const KINDS = new Set(['prose', 'docs', 'meeting', 'legal', 'news', 'science']);
const SLICE = 20_000;

const { values } = parseArgs({
  options: {
    eval: { type: 'string', default: '.' },
    level: { type: 'string', default: '6' },
    ratio: { type: 'string', default: '20' },
    depths: { type: 'string', default: '40' },
    characters: { type: 'string', default: '1000000' },
    development: { type: 'boolean', default: false },
  },
});
const level = Number(values.level);
const ratio = Number(values.ratio);
const depths = Number(values.depths);
const needles = values.development ? developmentNeedles : heldOutNeedles;
const files = values.development
  ? [...KINDS].map((kind) => `text_${kind}.jsonl.xz`)
  : ['text_haystack.jsonl.xz'];

for (const { needle, question } of needles) {
  const common = commonWords(needle, question);
  if (common.length > 0) throw new Error(`'${question}' shares ${common.join(', ')} with its needle`);
}
const counter = await tokenCounter('o200k_base');
const count = (text) => counter.count(text);
const rows = [];
for (const file of files) rows.push(...(await readRows(join(values.eval, file))));
const hay = haystack(rows, Number(values.characters));
const compressor = await openCompressor({ level, threads: 2 });

const kept = { pith: 0, passages: 0 };
const seconds = [];
for (let at = 0; at < depths; at += 1) {
  const { needle, question, answer } = needles[at % needles.length];
  const place = sentenceBorder(hay, Math.floor(((at + 0.5) / depths) * hay.length));
  const text = `${hay.slice(0, place)}${needle} ${hay.slice(place)}`;
  const from = place + needle.indexOf(answer);
  const isKept = (spans) => covers(spans, from, from + answer.length);
  const { spans, stats } = await compressed(compressor, text, { question, budget: { type: 'ratio', ratio } });
  const found = isKept(spans[0] ?? []);
  kept.pith += Number(found);
  kept.passages += Number(isKept(bm25Spans(question, text, stats.budget)));
  seconds.push(stats.seconds);
  if (!found) console.error(JSON.stringify({ at, question, needle }));
}
await compressor[Symbol.asyncDispose]();
console.log(`${depths} needles in ${hay.length} characters, ratio ${ratio}; share of answers kept\n`);
console.log(
  markdownTable(
    ['', 'kept', 'seconds each'],
    [
      [
        `pith level ${level}`,
        share(kept.pith, depths),
        (seconds.reduce((a, b) => a + b, 0) / depths).toFixed(1),
      ],
      ['BM25 passages', share(kept.passages, depths), ''],
    ],
  ),
);

/** Slices of texts of all kinds, shuffled, and generated reports in between. */
function haystack(rows, characters) {
  const random = seededRandom(6);
  const texts = rows.filter(({ kind, text }) => KINDS.has(kind) && text.length > SLICE / 4);
  const parts = [];
  let length = 0;
  for (const at of randomOrder(texts.length, 6)) {
    const { text } = texts[at];
    for (const part of [text.slice(0, SLICE), report(SLICE / 5, random)]) {
      parts.push(part.trim());
      length += part.length;
    }
    if (length >= characters) break;
  }
  return parts.join('\n\n').slice(0, characters);
}

/** The first place from `at` on where a sentence begins. */
function sentenceBorder(text, at) {
  const border = /[.!?]\s+(?=\p{Lu})/gu;
  border.lastIndex = at;
  return border.exec(text) === null ? at : border.lastIndex;
}

function bm25Spans(question, text, budget) {
  const segmenter = new Segmenter({ document: 0, firstIndex: 0, mediaType: 'text/plain' });
  const passages = [...segmenter.push(text), ...segmenter.end()];
  const texts = passages.map((passage) => passage.text);
  const taken = takeInOrder(bm25Order(question, texts), texts, budget, count);
  return [...taken].map(([at, length]) => [passages[at].start, passages[at].start + length]);
}

/** Whether the spans hold every character of a range. */
function covers(spans, start, end) {
  let inside = 0;
  for (const [from, to] of spans) inside += Math.max(0, Math.min(to, end) - Math.max(from, start));
  return inside >= end - start;
}
