// Whether anything that a guard holds together is cut inside: mixed real text at four ratios, checked by patterns that
// know nothing of how text is divided (those of `--strict`).
//
//   npm run build && node bench/guards.mjs FILE… [--characters 5000000] [--level 1] [--keep numbers,names] [--show 5]
//
// FILE: texts, or JSON lines (plain or xz) whose records have a `text`, a `context`, a `transcript` or `documents`. As many
// characters are taken of each, up to the sum that is asked for; those of one kind of content are compressed together.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { textDocument } from '../dist/stages/document.js';
import { violations } from '../dist/stages/guard/guard-check.js';
import { guards } from '../dist/stages/guard/guards.js';
import { promisedSpans } from '../dist/stages/guard/promised-spans.js';
import { detectMediaType } from '../dist/stages/media-type.js';
import { readRows } from './rows.mjs';

const RATIOS = [2, 3, 5, 10];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    characters: { type: 'string', default: '5000000' },
    level: { type: 'string', default: '1' },
    keep: { type: 'string', default: guards.join(',') },
    show: { type: 'string', default: '3' },
  },
});
const keep = values.keep.split(',');

/** The texts of a record, whatever it is. */
function textsOf({ text, context, transcript, documents }) {
  if (typeof text === 'string') return [text];
  if (typeof context === 'string') return [context];
  if (transcript !== undefined)
    return [transcript.map(({ speaker, text }) => `${speaker}: ${text}`).join('\n')];
  return (documents ?? []).map((document) => document.text);
}

const share = Number(values.characters) / positionals.length;
const documents = [];
for (const path of positionals) {
  const all = path.includes('.jsonl')
    ? (await readRows(path)).flatMap(textsOf)
    : [readFileSync(path, 'utf8')];
  // Each text once, from all over the file.
  const texts = [...new Set(all)];
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const step = Math.max(1, Math.floor(characters / share));
  let left = share;
  for (let at = 0; at < texts.length && left > 0; at += step) {
    const text = texts[at].slice(0, left);
    left -= text.length;
    documents.push(textDocument(text, { id: `${path}#${at}`, mediaType: detectMediaType(undefined, text) }));
  }
}

async function* piecesOf(text) {
  yield text;
}

/** Of these, a sentence may go on in the next line; see src/compress/strict.ts. */
const isLines = ({ mediaType }) => mediaType !== 'text/plain' && mediaType !== 'text/html';
async function collected(document) {
  let all = '';
  for await (const piece of document.open()) all += piece;
  return all;
}

let characters = 0;
let promised = 0;
for (const document of documents) {
  const own = await collected(document);
  characters += own.length;
  promised += promisedSpans(own, new Set(keep), { isLines: isLines(document) }).length;
}
const types = {};
for (const { mediaType } of documents) types[mediaType] = (types[mediaType] ?? 0) + 1;
console.log(
  JSON.stringify({
    level: Number(values.level),
    keep,
    documents: documents.length,
    types,
    characters,
    promised,
  }),
);

const compressor = await openCompressor({ level: Number(values.level) });
for (const ratio of RATIOS) {
  const result = await compressor.compress(documents, { keep, budget: { type: 'ratio', ratio } });
  const { budget, outputTokens } = result.stats;
  const found = {};
  let at = 0;
  for await (const compressed of result.documents()) {
    const source = documents[at];
    at += 1;
    const kept = compressed.spans();
    const checked = { text: piecesOf(await collected(source)), kept, isLines: isLines(source) };
    for await (const { guard, offset, text: span } of violations(checked, new Set(keep))) {
      found[guard] = (found[guard] ?? 0) + 1;
      if (found[guard] <= Number(values.show))
        console.error(JSON.stringify({ guard, document: source.id, offset, span }));
    }
  }
  await result[Symbol.asyncDispose]();
  const sum = Object.values(found).reduce((a, b) => a + b, 0);
  console.log(
    JSON.stringify({ ratio, used: Number((outputTokens / budget).toFixed(4)), violations: sum, ...found }),
  );
}
await compressor[Symbol.asyncDispose]();
