// How fast text divides into passages and units, in millions of characters a second on one core.
//
//   npm run build && node bench/segment.mjs FILE…
//
// FILE is a text, or JSON lines whose records have a `text`.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { detectMediaType } from '../dist/stages/media-type.js';
import { ProtectScanner } from '../dist/stages/protect/protect.js';
import { ByteDecoder } from '../dist/stages/read/byte-decoder.js';
import { Segmenter } from '../dist/stages/segment/segmenter.js';
import { unitsOf } from '../dist/stages/segment/units.js';

const rounds = 5;
const chunkBytes = 262_144;

for (const path of process.argv.slice(2)) {
  const bytes = textBytes(path);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, at) =>
    bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  );
  const mediaType = detectMediaType(
    /\.jsonl$/.test(path) ? undefined : path,
    bytes.toString('utf8', 0, 16_384),
  );

  const decode = best(() => {
    const decoder = new ByteDecoder();
    return [...chunks.map((chunk) => decoder.push(chunk)), decoder.end()];
  });
  const segment = best(() => {
    const segmenter = new Segmenter({ document: 0, firstIndex: 0, mediaType });
    const passages = [];
    for (const chunk of decode.result) for (const passage of segmenter.push(chunk)) passages.push(passage);
    return passages.concat(segmenter.end());
  });
  const divide = best(() => segment.result.reduce((sum, passage) => sum + unitsOf(passage).count, 0));
  const protect = best(() => {
    const scanner = new ProtectScanner(['\\b[A-Z]{2,}-\\d+\\b']);
    return decode.result.map((chunk) => scanner.push(chunk)).concat([scanner.end()]);
  });

  const length = segment.result.reduce((sum, { text }) => sum + text.length, 0);
  const speed = (seconds) => Math.round(length / seconds / 1e6);
  console.log({
    file: basename(path),
    mediaType,
    characters: length,
    passages: segment.result.length,
    units: divide.result,
    decode: speed(decode.seconds),
    segment: speed(segment.seconds),
    unitsOf: speed(divide.seconds),
    protect: speed(protect.seconds),
  });
}

function textBytes(path) {
  const content = readFileSync(path);
  if (!path.endsWith('.jsonl')) return content;
  const lines = content
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  return Buffer.from(lines.map((line) => JSON.parse(line).text).join('\n\n'));
}

function best(work) {
  let seconds = Number.POSITIVE_INFINITY;
  let result = work();
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    result = work();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { result, seconds };
}
