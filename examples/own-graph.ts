// A graph of one's own: pith's first two stages, and a stage that looks at what comes out of them.
import { readFile } from 'node:fs/promises';
import {
  chain,
  describeGraph,
  formatGraph,
  mapStage,
  type PassageBatch,
  readStage,
  runGraph,
  segmentStage,
  textDocument,
  unitsOf,
} from 'pith';

const text = await readFile(new URL('harbour.md', import.meta.url), 'utf8');
const documents = [
  textDocument(text, { id: 'harbour.md', mediaType: 'text/markdown' }),
  textDocument('08:00 gate opened\n08:20 gate closed\n', { id: 'gate.log', mediaType: 'text/x-log' }),
];

const measure = mapStage({
  name: 'measure',
  map: ({ document, passages }: PassageBatch, context) => {
    context.count({ characters: passages.reduce((sum, passage) => sum + passage.text.length, 0) });
    return passages.map((passage) => ({
      document: document.id,
      under: passage.title,
      characters: passage.text.length,
      units: unitsOf(passage).count,
      of: passage.unitKind,
    }));
  },
});

const graph = chain(readStage(), segmentStage(), measure);
const run = runGraph(
  graph,
  documents.map((document, ordinal) => ({ document, ordinal })),
);
for await (const passages of run) {
  for (const { document, under, characters, units, of } of passages)
    console.log(`${document} | ${under} | ${characters} characters, ${units} units (${of})`);
}
console.log(formatGraph(describeGraph(graph), run.counters(), 60));
