// How fast HTML pages are read as their text beside a plain read, and what a whole run over one of them takes.
//
//   npm run build && node bench/pages.mjs [MEGABYTES]
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paragraph } from '../dist/evaluation/corpus/prose.js';
import { seededRandom } from '../dist/evaluation/corpus/random.js';
import { openFiles } from '../dist/open-files.js';
import { compressFile, shownRun } from './pith-process.mjs';

const rounds = 3;
const megabytes = Number(process.argv[2] ?? 50);
const folder = mkdtempSync(join(tmpdir(), 'pith-pages-'));
const path = join(folder, 'page.html');

try {
  writeFileSync(path, page(megabytes * 1e6));
  const size = statSync(path).size;
  const readings = {
    bytes: () => createReadStream(path, { highWaterMark: 262_144 }),
    decoded: () => opened({ reader: 'none' }),
    text: () => opened({}),
  };
  for (const [name, read] of Object.entries(readings)) {
    const times = [];
    let length = 0;
    for (let round = 0; round < rounds; round += 1) {
      length = 0;
      const before = process.cpuUsage();
      for await (const chunk of read()) length += chunk.length;
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1e6);
    }
    const seconds = Math.min(...times);
    console.log({
      reading: name,
      length,
      cpuSeconds: seconds,
      millionsPerSecond: Math.round(size / seconds / 1e6),
    });
  }
  for (const type of ['text/html', 'text/plain'])
    console.log(type, shownRun(await compressFile(path, ['-1', '-r', '3', '--media-type', type])));
} finally {
  rmSync(folder, { recursive: true });
}

async function* opened(options) {
  const files = await openFiles([path], options);
  for (const document of files.documents) yield* document.open();
  await files[Symbol.asyncDispose]();
}

/** About as much markup as a blog has: a link in eight words, an entity now and then, a table in each part. */
function page(length) {
  const random = seededRandom(1);
  const parts = ['<!doctype html><title>Reports</title><body>'];
  for (let at = 0; at < length; ) {
    const paragraphs = Array.from(
      { length: 5 },
      () => `  <p class="body">${marked(paragraph(random), random)}</p>\n`,
    );
    const rows = Array.from(
      { length: 5 },
      () => `<tr><td>${random.between(1, 999)}</td><td>${random.between(1, 99)}</td></tr>\n`,
    );
    const part = `<div class="post"><h2>Report ${parts.length}</h2>\n${paragraphs.join('')}<table>\n${rows.join('')}</table></div>\n`;
    parts.push(part);
    at += part.length;
  }
  return parts.join('');
}

function marked(text, random) {
  return text
    .split(' ')
    .map((word) => (random.chance(0.125) ? `<a href="/terms/${random.between(1, 9999)}">${word}</a>` : word))
    .join(' ')
    .replaceAll(',', () => (random.chance(0.2) ? '&#44;' : ','));
}
