// Whether JSON stays JSON: real files at four ratios, parsed again and compared with their source.
//
//   npm run build && node bench/json.mjs FOLDER [--files 300] [--level 1] [--question TEXT]
//
// FOLDER: searched for .json files of 1 KB to 2 MB, node_modules included; as many as asked for, spread evenly. Where there
// are fewer, the rest are generated.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompressor } from '../dist/compress/compressor.js';
import { textDocument } from '../dist/stages/document.js';

const RATIOS = [1.5, 3, 6, 15];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '300' },
    level: { type: 'string', default: '1' },
    question: { type: 'string' },
  },
});

const all = positionals
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))))
  .filter((path) => path.endsWith('.json') && sizeOf(path) >= 1000 && sizeOf(path) <= 2_000_000)
  .filter((path) => parsed(readFileSync(path, 'utf8')) !== undefined)
  .sort();
const step = Math.max(1, all.length / Number(values.files));
const paths = Array.from(
  { length: Math.min(all.length, Number(values.files)) },
  (_, at) => all[Math.floor(at * step)],
);

const sources = paths.map((path) => ({ name: path, text: readFileSync(path, 'utf8') }));
while (sources.length < Number(values.files)) sources.push(generated(sources.length));

const results = {
  real: paths.length,
  generated: sources.length - paths.length,
  runs: 0,
  broken: 0,
  reshaped: 0,
  over: 0,
  used: 0,
};
const compressor = await openCompressor({ level: Number(values.level) });
for (const { name, text } of sources) {
  for (const ratio of RATIOS) {
    const document = textDocument(text, { mediaType: 'application/json' });
    const result = await compressor.compress([document], {
      budget: { type: 'ratio', ratio },
      question: values.question,
    });
    let output = '';
    for await (const piece of result.text()) output += piece;
    await result[Symbol.asyncDispose]();
    results.runs += 1;
    results.used +=
      result.stats.outputTokens / Math.max(1, result.stats.budget) / (sources.length * RATIOS.length);
    if (result.stats.outputTokens > result.stats.budget) results.over += 1;
    const value = parsed(output);
    if (value === undefined) results.broken += 1;
    else if (!isCutOf(value.json, JSON.parse(text))) results.reshaped += 1;
    else continue;
    console.error(`${name} at ${ratio}`);
  }
}
await compressor[Symbol.asyncDispose]();
console.log(JSON.stringify({ level: Number(values.level), ...results }));

function sizeOf(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : 0;
}

/** Nested values of all kinds, the same for the same seed. */
function generated(seed) {
  let state = seed;
  const random = (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const words = ['crane', 'gate "A"', 'ü', '\\', 'line\nbreak', '日本語', '🚢', '1907', 'the harbour'];
  const text = () => Array.from({ length: random(150) }, () => words[random(words.length)]).join(' ');
  const value = (depth) => {
    const kind = random(depth > 3 ? 3 : 6);
    if (kind === 0) return text();
    if (kind === 1) return random(1e9) / 1000;
    if (kind === 2) return [null, true, false][random(3)];
    const items = Array.from({ length: random(12) }, () => value(depth + 1));
    return kind === 3
      ? items
      : Object.fromEntries(items.map((item, at) => [`${words[at % words.length]} ${at}`, item]));
  };
  const root = { seed, items: Array.from({ length: 20 }, () => value(1)) };
  return { name: `generated ${seed}`, text: JSON.stringify(root, null, random(3)) };
}

function parsed(text) {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Whether `cut` is `whole` with items, members and parts of strings taken out, and all else in its order. */
function isCutOf(cut, whole) {
  if (typeof cut === 'string') return typeof whole === 'string' && isPartOf([...cut], [...whole], Object.is);
  if (Array.isArray(cut)) return Array.isArray(whole) && isPartOf(cut, whole, isCutOf);
  if (typeof cut !== 'object' || cut === null) return Object.is(cut, whole);
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return false;
  const isSame = ([key, value], [otherKey, other]) => key === otherKey && isCutOf(value, other);
  return isPartOf(Object.entries(cut), Object.entries(whole), isSame);
}

/** Whether all of `some` occur in `every`, in this order. */
function isPartOf(some, every, isSame) {
  let at = 0;
  for (const item of some) {
    while (at < every.length && !isSame(item, every[at])) at += 1;
    if (at === every.length) return false;
    at += 1;
  }
  return true;
}
