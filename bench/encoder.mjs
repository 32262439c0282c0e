// What a compression without a question costs beside its model calls: tokens a second of the whole pipeline (read,
// segment, score, allocate, write) against raw onnxruntime on the very same windows.
//
//   npm run build && node bench/encoder.mjs FILE [--level 9] [--threads 1] [--rounds 3]
//
// A line of JSON for each level that has a model, or for the one that is named.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { loadEncoder } from '../dist/models/encoder/encoder.js';
import { loadModelCard } from '../dist/models/encoder/model-card.js';
import { levelModels, modelForLevel } from '../dist/models/model-files.js';
import { chain } from '../dist/pipeline/graph.js';
import { runGraph } from '../dist/pipeline/run.js';
import { textDocument } from '../dist/stages/document.js';
import { readStage } from '../dist/stages/read/read-stage.js';
import { pieceWindows } from '../dist/stages/score/windows.js';
import { segmentStage } from '../dist/stages/segment/segment-stage.js';
import { rawSeconds, windowTokens } from './raw-onnx.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    level: { type: 'string' },
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
  },
});
const threads = Number(values.threads);
const text = readFileSync(positionals[0] ?? '', 'utf8');
const levels = values.level === undefined ? levelModels.keys() : [Number(values.level)];
for (const level of levels) console.log(JSON.stringify(await measure(level)));

/** @param {number} level */
async function measure(level) {
  const card = await loadModelCard(modelForLevel(level));
  const windows = await windowsOf(card);
  const compressor = await openCompressor({ level, threads });
  await compressor.compress(text.slice(0, 5000));
  const raw = [];
  const ours = [];
  // In turns, so that what else the machine does weighs on both alike.
  for (let round = 0; round < Number(values.rounds); round += 1) {
    raw.push(await rawSeconds(card, windows, threads));
    const start = performance.now();
    const result = await compressor.compress(text);
    ours.push((performance.now() - start) / 1000);
    await result[Symbol.asyncDispose]();
  }
  await compressor[Symbol.asyncDispose]();
  const tokens = windowTokens(windows);
  const speed = (seconds) => Math.round(tokens / Math.min(...seconds));
  return {
    cpu: cpus()[0]?.model,
    level,
    model: card.name,
    threads,
    windows: windows.length,
    tokens,
    rawTokensPerSecond: speed(raw),
    pipelineTokensPerSecond: speed(ours),
    share: Number((speed(ours) / speed(raw)).toFixed(3)),
    charactersPerSecond: Math.round(text.length / Math.min(...ours)),
  };
}

/**
 * The windows that a compression gives the model.
 * @param {import('../dist/models/encoder/model-card.js').ModelCard} card
 */
async function windowsOf(card) {
  const windows = [];
  const { tokenizer, close } = await loadEncoder(card);
  const documents = [{ document: textDocument(text), ordinal: 0 }];
  for await (const { passages } of runGraph(chain(readStage(), segmentStage()), documents))
    for (const passage of passages) {
      const { ids, types, count } = tokenizer.encode(passage.text);
      for (const { from, to } of pieceWindows(count, card.questionWindow - 2))
        windows.push({ ids: ids.slice(from, to), types: types.slice(from, to) });
    }
  await close();
  return windows;
}
