// The estimates as a table, and by how much each peer's differ from pith's.
//   node bench/planner/table.mjs pith.jsonl node-llama-cpp.jsonl gguf-parser.jsonl
import { readFileSync } from 'node:fs';

const [own, ...peers] = process.argv.slice(2).map((path) => {
  const rows = readFileSync(path, 'utf8').trim().split('\n').map(JSON.parse);
  return new Map(rows.map((row) => [row.file, row]));
});
const quantities = ['weights', 'cache', 'total'];
const mebibytes = (bytes) => Math.round(bytes / 2 ** 20).toLocaleString('en');

console.log('| model | MiB of | pith | node-llama-cpp | | gguf-parser-go | |');
console.log('|---|---|---|---|---|---|---|');
for (const [file, row] of own) {
  for (const key of quantities) {
    const others = peers.flatMap((peer) => {
      const value = peer.get(file)[key];
      const percent = ((value / row[key] - 1) * 100).toFixed(1).replace(/^-0\.0$/, '0.0');
      return [mebibytes(value), `${percent}%`];
    });
    console.log(`| ${[file.replace('.gguf', ''), key, mebibytes(row[key]), ...others].join(' | ')} |`);
  }
}
