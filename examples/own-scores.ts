// A compression of one's own making: pith's stages around a score that is nobody else's.
import { readFile } from 'node:fs/promises';
import {
  Admission,
  Allocation,
  allocateStage,
  assembleStage,
  chain,
  Draft,
  mapStage,
  plan,
  readStage,
  runGraph,
  type ScoredBatch,
  segmentStage,
  textDocument,
  tokenCounter,
  type UnitBatch,
  UnitCosts,
  unitsStage,
} from 'pith';

const text = await readFile(new URL('harbour.md', import.meta.url), 'utf8');
// As plain text: headings and what stands under them are not tied together.
const source = [{ document: textDocument(text, { mediaType: 'text/plain' }), ordinal: 0 }];
const counter = await tokenCounter('o200k_base');

// Numbers first, then names, then the rest.
const worth = (unit: string) => (/\d/.test(unit) ? 2 : /^\p{Lu}/u.test(unit) ? 1 : 0);
const score = mapStage({
  name: 'numbers',
  map: (batch: UnitBatch): ScoredBatch => ({
    batch,
    scores: batch.passages.map(({ passage, units }) =>
      Float32Array.from(units.cores, (core, unit) => worth(passage.text.slice(core, units.ends[unit]))),
    ),
  }),
});

// The first reading: what every unit is worth, and what it costs.
await using allocation = new Allocation({
  scale: { lowest: 0, highest: 2 },
  costs: new UnitCosts(counter),
});
const units = unitsStage(() => true);
for await (const _ of runGraph(
  chain(readStage(), segmentStage(), units, score, allocateStage(allocation)),
  source,
));
allocation.end();

// The second one: what 60 tokens buy. The plan adds up what units cost; only the draft counts for certain.
await using scores = allocation.scores.read();
await using draft = new Draft(counter, { isSingle: true });
const admission = new Admission(plan(allocation.histogram, 60));
const assemble = assembleStage({ draft, scores, admission, isRead: () => true });
for await (const _ of runGraph(chain(readStage(), segmentStage(), assemble), source));
draft.end();

let short = '';
for await (const piece of draft.text.read()) short += piece;
console.log(short.trim());
console.log(`${draft.tokens} tokens`);
