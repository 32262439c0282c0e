// Whether structure survives: files of markdown, TypeScript, Python and prose at four ratios, judged by parsers that are not ours.
//
//   npm run build && node bench/structure.mjs FOLDER… [--files 100] [--level 1] [--question TEXT] [--show 5]
//
// FOLDER: searched for .md, .ts, .py and .txt files of 1 KB to 500 KB, node_modules included; as many of each as asked for.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { textDocument } from '../dist/stages/document.js';
import { detectMediaType } from '../dist/stages/media-type.js';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import * as judge from './structure-checks.mjs';

const RATIOS = [1.5, 2, 4, 10];
const CHECKS = {
  '.md': { markdown: judge.markdownViolations },
  '.ts': { brackets: judge.typescriptViolations },
  '.py': { bodies: judge.pythonViolations },
  '.txt': { brackets: judge.bracketViolations },
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '100' },
    level: { type: 'string', default: '1' },
    question: { type: 'string' },
    show: { type: 'string', default: '0' },
  },
});

const sizeOf = (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const all = positionals
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))))
  .filter((path) => extname(path) in CHECKS && sizeOf(path) >= 1000 && sizeOf(path) <= 500_000)
  .sort();

const compressor = await openCompressor({ level: Number(values.level) });
for (const [extension, checks] of Object.entries(CHECKS)) {
  const paths = all.filter((path) => extname(path) === extension);
  const step = Math.max(1, paths.length / Number(values.files));
  const result = {
    extension,
    files: Math.min(paths.length, Number(values.files)),
    outputs: 0,
    whole: 0,
    broken: 0,
    parsed: 0,
    under99: 0,
  };
  let shown = 0;
  for (let at = 0; at < result.files; at += 1) {
    const path = paths[Math.floor(at * step)];
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    for (const ratio of RATIOS) {
      const { output, spans, stats } = await compressed(path, text, ratio);
      const kept = judge.keptCharacters(text, spans);
      const found = Object.values(checks).flatMap((check) => check(text, kept) ?? []);
      result.outputs += 1;
      if (found.length === 0) result.whole += 1;
      result.broken += found.length;
      if (extension === '.ts' && judge.parseErrors(output) <= judge.parseErrors(text)) result.parsed += 1;
      if (stats.budget >= 150 && stats.outputTokens < 0.99 * stats.budget) result.under99 += 1;
      for (const one of found)
        if (shown++ < Number(values.show)) console.error(`${path} at ${ratio}: ${one.slice(0, 300)}`);
    }
  }
  if (extension !== '.ts') delete result.parsed;
  if (result.files > 0) console.log(JSON.stringify(result));
}
await compressor[Symbol.asyncDispose]();

async function compressed(path, text, ratio) {
  const result = await compressor.compress(
    [textDocument(text, { id: path, mediaType: detectMediaType(path, text) })],
    {
      budget: { type: 'ratio', ratio },
      ...(values.question === undefined ? {} : { question: values.question }),
    },
  );
  let output = '';
  const spans = [];
  for await (const document of result.documents()) {
    for await (const piece of document.text()) output += piece;
    for await (const span of document.spans()) spans.push(span);
  }
  await result[Symbol.asyncDispose]();
  return { output, spans, stats: result.stats };
}
