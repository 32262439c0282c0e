// Corpora for the benches of `pith batch`, and its processes.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from '../dist/evaluation/corpus/prose.js';
import { seededRandom } from '../dist/evaluation/corpus/random.js';

const pith = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Writes so many texts of so many characters. @param {string} folder @param {number} files @param {number} characters */
export function writeTexts(folder, files, characters) {
  mkdirSync(folder, { recursive: true });
  for (let file = 0; file < files; file++)
    writeFileSync(
      join(folder, `${String(file).padStart(5, '0')}.txt`),
      report(characters, seededRandom(file + 1)),
    );
}

/** Records of one text of so many characters each, without end. @param {number} characters */
export function* records(characters) {
  const text = report(2_000_000, seededRandom(1));
  for (let id = 0; ; id++) {
    const start = (id * 7919) % (text.length - characters);
    yield `${JSON.stringify({ id, text: text.slice(start, start + characters) })}\n`;
  }
}

/**
 * Runs `pith batch` in a process of its own, with the scores kept below `cache`.
 *
 * @param {readonly string[]} words @param {string} cache @param {(child: import('node:child_process').ChildProcess) => void} [started]
 * @returns {Promise<{ code: number | null, seconds: number, events: any[] }>}
 */
export async function runBatch(words, cache, started) {
  const begin = performance.now();
  const child = spawn(process.execPath, [pith, 'batch', ...words, '--json', '--cache', cache], {
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  started?.(child);
  const code = await new Promise((resolve) => child.once('close', resolve));
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const events = whole.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  return { code, seconds: (performance.now() - begin) / 1000, events };
}

/** One hash over all outputs and their names. @param {string} folder */
export function hashOutputs(folder) {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((name) => !name.includes('/.pith/'));
  for (const name of names.sort()) hash.update(name.slice(folder.length)).update(readFileSync(name));
  return { files: names.length, hash: hash.digest('hex') };
}
