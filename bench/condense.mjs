// How much of what is planted in repetitive texts is kept, with and without condense, beside the beginning of the text and
// whole passages by BM25.
//
//   npm run build && node bench/condense.mjs [--level 1] [--questions 20]
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { tokenCounter } from '../dist/models/tokens/token-counters.js';
import { textDocument } from '../dist/stages/document.js';
import { Segmenter } from '../dist/stages/segment/segmenter.js';
import { bm25Order, takeInOrder } from './baselines.mjs';
import { compressed } from './compressed.mjs';
import { log, nearDuplicates, pages, thread } from './condense-texts.mjs';
import { markdownTable, share } from './markdown-table.mjs';

const RATIOS = [4, 10, 20];

const { values } = parseArgs({
  options: { level: { type: 'string', default: '1' }, questions: { type: 'string', default: '20' } },
});
const compressor = await openCompressor({ level: Number(values.level), threads: 2 });
const counter = await tokenCounter('o200k_base');
const count = (text) => counter.count(text);

for (const { name, documents: texts, facts } of [thread(), pages(), log(), nearDuplicates()]) {
  const documents = texts.map(({ text, mediaType }, at) => textDocument(text, { id: `${at}`, mediaType }));
  const passages = passagesOf(texts);
  const asked = facts.filter((_, at) => at % Math.ceil(facts.length / Number(values.questions)) === 0);
  const rows = { 'condense on': [], 'condense off': [], beginning: [], BM25: [] };
  let repeated;
  for (const ratio of RATIOS) {
    const budget = { type: 'ratio', ratio };
    const kept = (text) => facts.filter(({ holds }) => holds(text)).length;
    for (const condense of [true, false]) {
      const row = rows[condense ? 'condense on' : 'condense off'];
      const { text, stats } = await compressed(compressor, documents, { budget, condense });
      repeated = stats.repeated ?? repeated;
      let answered = 0;
      for (const { question, holds } of asked)
        answered += Number(
          holds((await compressed(compressor, documents, { budget, condense, question })).text),
        );
      row.push(share(kept(text), facts.length), share(answered, asked.length));
      if (!condense) continue;
      const taken = (order) =>
        [...takeInOrder(order, passages, stats.budget, count)]
          .map(([at, length]) => passages[at].slice(0, length))
          .join('\n');
      rows.beginning.push(share(kept(taken([...passages.keys()])), facts.length), '');
      const found = asked.filter(({ question, holds }) => holds(taken(bm25Order(question, passages))));
      rows.BM25.push('', share(found.length, asked.length));
    }
  }
  const said = `${repeated.statements} statements of ${repeated.tokens} tokens said again, ${repeated.alike} lines alike`;
  console.log(`\n${name}: ${facts.length} facts, ${asked.length} questions; ${said}\n`);
  console.log(
    markdownTable(
      ['', ...RATIOS.flatMap((ratio) => [`${ratio}, all facts`, `${ratio}, the one asked for`])],
      Object.entries(rows).map(([method, shares]) => [method, ...shares]),
    ),
  );
}
await compressor[Symbol.asyncDispose]();

function passagesOf(texts) {
  return texts.flatMap(({ text, mediaType }, document) => {
    const segmenter = new Segmenter({ document, firstIndex: 0, mediaType });
    return [...segmenter.push(text), ...segmenter.end()].map((passage) => passage.text);
  });
}
