// The whole job on a generated corpus: asks it three questions through a real shell pipe, offline, and checks the
// answers against what the generator planted. Exits with 1 if one is wrong.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { facts } from './corpus/facts.mjs';
import { generateCorpus } from './generate-corpus.mjs';

const seed = 1;
const folder = mkdtempSync(join(tmpdir(), 'pith-demo-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const started = performance.now();
const { files, characters } = generateCorpus(join(folder, 'corpus'), seed);
console.log(
  `Generated ${files} files with ${grouped(characters)} characters (seed ${seed}) in ${since(started)}.\n`,
);

const environment = { ...process.env, PATH: `${commandFolder()}${delimiter}${process.env.PATH}` };
const right = facts.map(askAndShow);
console.log(
  `${right.filter(Boolean).length} of ${facts.length} answers are right; ${since(started)} in all.`,
);
process.exitCode = right.every(Boolean) ? 0 : 1;

/** A folder with `pith` in it, for the shell to find. */
function commandFolder() {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)), join(bin, 'pith'));
  return bin;
}

function askAndShow({ question, answer: expected, file }) {
  const pipe = `pith compress corpus -q "${question}" -t 2000 --format jsonl --stats stats.json | pith infer --format json`;
  rmSync(join(folder, 'stats.json'), { force: true });
  console.log(`$ ${pipe}`);
  const begun = performance.now();
  const run = spawnSync('sh', ['-c', pipe], { cwd: folder, env: environment, encoding: 'utf8' });
  const seconds = since(begun);
  process.stdout.write(indented(run.stderr));
  if (run.status !== 0) {
    console.log(`  wrong: the pipe ended with ${run.status}\n`);
    return false;
  }
  const [best] = JSON.parse(run.stdout).answers;
  const isRight = best.text.includes(expected) && best.document === join('corpus', file);
  showAnswer(best);
  showFigures(JSON.parse(readFileSync(join(folder, 'stats.json'), 'utf8')), JSON.parse(run.stdout), seconds);
  console.log(
    isRight
      ? '  right: this is what the generator planted\n'
      : `  wrong: it planted "${expected}" in ${file}\n`,
  );
  return isRight;
}

/** The answer, and the very characters of the source file that it cites. */
function showAnswer({ text, document, source }) {
  const original = readFileSync(join(folder, document), 'utf8');
  const [start, end] = [source[0][0], source.at(-1)[1]];
  const cited = source.map(([from, to]) => original.slice(from, to)).join('');
  const before = original.slice(0, start).split('\n').at(-1);
  const after = original.slice(end).split('\n')[0];
  console.log(`  answer: ${text}`);
  console.log(`  source: ${document}, characters ${start} to ${end}:`);
  console.log(`          ${before}[${original.slice(start, end)}]${after}`);
  if (cited.replaceAll(/\s/g, '') !== text.replaceAll(/\s/g, ''))
    throw new Error('the offsets do not lead to the answer');
}

function showFigures({ inputTokens, outputTokens, seconds }, { seconds: inferSeconds }, total) {
  const saved = ((1 - outputTokens / inputTokens) * 100).toFixed(1);
  console.log(`  tokens: ${grouped(inputTokens)} → ${grouped(outputTokens)}, ${saved}% saved`);
  console.log(
    `  time:   compress ${seconds.toFixed(1)} s, infer ${inferSeconds.toFixed(1)} s, with start-up ${total}`,
  );
}

function indented(text) {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

function since(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function grouped(number) {
  return number.toLocaleString('en-US');
}
