// Writes a corpus of reports, handbooks, source files and logs with a few planted facts.
// Usage: node scripts/generate-corpus.mjs FOLDER [SEED]
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from '../dist/evaluation/corpus/prose.js';
import { seededRandom } from '../dist/evaluation/corpus/random.js';
import { sourceFile } from './corpus/code.mjs';
import { decoys, facts } from './corpus/facts.mjs';
import { log } from './corpus/logs.mjs';
import { handbook } from './corpus/markdown.mjs';

const kinds = [
  {
    write: report,
    characters: 180_000,
    files: ['reports/1977-1.txt', 'reports/1978-1.txt', 'reports/1979-1.txt', 'reports/1980-1.txt'],
  },
  {
    write: handbook,
    characters: 150_000,
    files: ['handbook/crews-1.md', 'handbook/crews-2.md', 'handbook/crews-3.md', 'handbook/crews-4.md'],
  },
  {
    write: sourceFile,
    characters: 80_000,
    files: ['src/scheduler-1.js', 'src/scheduler-2.js', 'src/scheduler-3.js', 'src/scheduler-4.js'],
  },
  {
    write: log,
    characters: 130_000,
    files: ['logs/gate-1.log', 'logs/gate-2.log', 'logs/gate-3.log', 'logs/gate-4.log'],
  },
];

/**
 * Writes the corpus below `folder`.
 *
 * @returns {{ files: number, characters: number }}
 */
export function generateCorpus(folder, seed) {
  const random = seededRandom(seed);
  let characters = 0;
  for (const { write, characters: size, files } of kinds) {
    for (const file of files) {
      const text = plant(file, write(size, random), random);
      characters += text.length;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  return { files: kinds.flatMap(({ files }) => files).length, characters };
}

/** Puts the file's facts, and in prose the decoys, between paragraphs somewhere in its middle half. */
function plant(file, text, random) {
  const own = facts.filter((fact) => fact.file === file).map((fact) => fact.text);
  const extra = /\.(?:txt|md)$/.test(file) ? decoys : [];
  return [...own, ...extra].reduce((whole, sentence) => {
    const from = Math.floor(whole.length * (0.25 + random.next() / 2));
    const at = whole.indexOf('\n\n', from);
    return at === -1 ? whole + sentence : `${whole.slice(0, at)}\n\n${sentence}${whole.slice(at)}`;
  }, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, seed = '1'] = process.argv.slice(2);
  if (folder === undefined || folder.startsWith('-')) {
    console.error('usage: node scripts/generate-corpus.mjs FOLDER [SEED]');
    process.exit(2);
  }
  const { files, characters } = generateCorpus(folder, Number(seed));
  console.log(`${files} files, ${characters} characters`);
}
