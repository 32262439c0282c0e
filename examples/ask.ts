// Compress for a question, then let the embedded reader answer it with its place in the source.
import { createReadStream } from 'node:fs';
import {
  compress,
  infer,
  loadEncoder,
  loadModelCard,
  modelForLevel,
  readerEngine,
  type TextDocument,
} from 'pith';

const question = 'How high did the surge of 1953 reach?';

// A document is whatever can be opened again and again; this one is never held in memory.
const harbour: TextDocument = {
  id: 'harbour.md',
  mediaType: 'text/markdown',
  open: () => createReadStream(new URL('harbour.md', import.meta.url), 'utf8'),
};

await using result = await compress([harbour], { question, budget: { type: 'tokens', tokens: 60 } });

const engine = readerEngine(await loadEncoder(await loadModelCard(modelForLevel(9))));
const { answers } = await infer(result, { question, engine });
await engine.close();

for (const answer of answers) {
  if (answer.type !== 'extract') continue;
  const places = answer.source.map(([start, end]) => `${start} to ${end}`).join(', ');
  console.log(`${answer.text} (${answer.document}, characters ${places})`);
}
