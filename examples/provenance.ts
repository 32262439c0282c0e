// Show what was kept, in its place: the spans of the output lead back to the source.
import { readFile } from 'node:fs/promises';
import { compress } from 'pith';

const source = await readFile(new URL('harbour.md', import.meta.url), 'utf8');

await using result = await compress(source, { budget: { type: 'rate', rate: 0.3 } });

let shown = '';
for await (const document of result.documents()) {
  let at = 0;
  for await (const [start, end] of document.spans()) {
    shown += `${source.slice(at, start)}[${source.slice(start, end)}]`;
    at = end;
  }
  shown += source.slice(at);
}
console.log(shown);
