import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TokenCounter } from '../../../src/models/tokens/token-counter.ts';
import { tokenCounter } from '../../../src/models/tokens/token-counters.ts';
import { chain } from '../../../src/pipeline/graph.ts';
import { runGraph } from '../../../src/pipeline/run.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import type { Stage } from '../../../src/pipeline/stage.ts';
import { addUnit, costHistogram } from '../../../src/stages/allocate/histogram.ts';
import { Admission, plan } from '../../../src/stages/allocate/plan.ts';
import { ScoreSpool } from '../../../src/stages/allocate/score-spool.ts';
import { assembleStage } from '../../../src/stages/assemble/assemble-stage.ts';
import type { Changes, Flip } from '../../../src/stages/assemble/changes.ts';
import { Draft } from '../../../src/stages/assemble/draft.ts';
import type { SelectionOptions } from '../../../src/stages/assemble/selection-stage.ts';
import type { PassageBatch } from '../../../src/stages/batch.ts';
import { type TextDocument, textDocument } from '../../../src/stages/document.ts';
import { fillStage } from '../../../src/stages/fill/fill-stage.ts';
import { Scene } from '../../../src/stages/fill/scene.ts';
import { readStage } from '../../../src/stages/read/read-stage.ts';
import type { Passage } from '../../../src/stages/segment/passage.ts';
import { segmentStage } from '../../../src/stages/segment/segment-stage.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';
import { joined } from '../../compress/collect.ts';
import { anyMediaType, anyText, longText } from '../../compress/sample-texts.ts';

let counter: TokenCounter;
beforeAll(async () => {
  counter = await tokenCounter('o200k_base');
});

async function run(documents: readonly TextDocument[], stage: Stage<PassageBatch, unknown>): Promise<void> {
  const numbered = documents.map((document, ordinal) => ({ document, ordinal }));
  for await (const _ of runGraph(chain(readStage(), segmentStage(), stage), numbered));
}

async function passagesOf(documents: readonly TextDocument[]): Promise<Passage[]> {
  const passages: Passage[] = [];
  const numbered = documents.map((document, ordinal) => ({ document, ordinal }));
  for await (const batch of runGraph(chain(readStage(), segmentStage()), numbered))
    passages.push(...batch.passages);
  return passages;
}

/**
 * Random scores for all units of the passages that are read, or ones that rise to the last passage, and a plan that
 * spends a share of their costs.
 */
async function selected(
  documents: readonly TextDocument[],
  { share, seed, rises = false }: { readonly share: number; readonly seed: number; readonly rises?: boolean },
) {
  const random = (value: number) => (Math.imul(value ^ seed, 2_654_435_761) >>> 8) % 255;
  const isRead = ({ index }: Passage) => random(7 * index + 3) > 60;
  const scores = new ScoreSpool();
  const histogram = costHistogram();
  let total = 0;
  for (const passage of (await passagesOf(documents)).filter(isRead)) {
    const { count, cores, ends } = unitsOf(passage);
    const levels = new Uint8Array(count).map((_, unit) =>
      rises ? Math.min(254, 10 + passage.index) : random(passage.index * 1000 + unit),
    );
    const costs = new Uint32Array(count).map((_, unit) =>
      counter.count(` ${passage.text.slice(cores[unit], ends[unit])}`),
    );
    scores.add({ levels, costs });
    for (const [unit, cost] of costs.entries()) {
      addUnit(histogram, levels[unit] ?? 0, cost);
      total += cost;
    }
  }
  const select = (): SelectionOptions => ({
    scores: scores.read(),
    admission: new Admission(plan(histogram, Math.floor(share * total))),
    isRead,
    holdsTail: (ordinal) => random(ordinal) > 200,
  });
  return { scores, select };
}

const document = fc.record({ text: fc.oneof(anyText, longText), mediaType: anyMediaType });
const documents = fc
  .array(document, { minLength: 1, maxLength: 4 })
  .map((list) => list.map(({ text, mediaType }, at) => textDocument(text, { id: `${at}`, mediaType })));
const choice = fc.record({ share: fc.constantFrom(0, 0.02, 0.1, 0.4), seed: fc.integer() });

/** Changes that flip some of what a scene offers. */
function flips(scene: Scene, picks: readonly number[], endsBare: boolean): Changes {
  const candidates = [...scene.dropped(), ...scene.kept()];
  const flipped = new Map<number, Map<number, Flip>>();
  for (const place of candidates.length === 0 ? [] : picks) {
    const { held, unit } = candidates[place % candidates.length] as (typeof candidates)[number];
    const { index } = held.passage;
    flipped.set(index, (flipped.get(index) ?? new Map()).set(unit, 'exchange'));
  }
  return { flipped, begun: new Map(), endsBare };
}

describe('a scene', () => {
  it('counts any change of a draft as writing it would', async () => {
    const picks = fc.array(fc.nat(), { maxLength: 6 });
    const rest = fc.record({ gap: fc.constantFrom(undefined, ' […] '), most: fc.constantFrom(1, 4, 40) });
    await fc.assert(
      fc.asyncProperty(
        documents,
        choice,
        rest,
        picks,
        fc.boolean(),
        async (all, chosen, options, places, endsBare) => {
          const isSingle = all.length === 1;
          const { scores, select } = await selected(all, chosen);
          await using _ = scores;
          const scene = new Scene({ counter, isSingle, ...options });
          await run(all, fillStage({ ...select(), scene }));
          const changes = flips(scene, places, endsBare);
          await using draft = new Draft(counter, { isSingle });
          await run(all, assembleStage({ ...select(), draft, changes, gap: options.gap }));
          draft.end();
          expect(scene.tokens(changes)).toBe(draft.tokens);
        },
      ),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it('holds no more than the draft and its candidates, however long the input', async () => {
    const text = 'The harbour master of Lindby wrote the arrival of every ship into a book. '.repeat(20_000);
    const source = [textDocument(text)];
    const { scores, select } = await selected(source, { share: 0.0001, seed: 5 });
    await using _ = scores;
    const scene = new Scene({ counter, isSingle: true, most: 20 });
    await run(source, fillStage({ ...select(), scene }));
    expect(scene.dropped().length).toBeGreaterThan(20);
    expect(scene.length).toBeLessThan(text.length / 10);
    await using draft = new Draft(counter, { isSingle: true });
    await run(source, assembleStage({ ...select(), draft }));
    expect(await joined(draft.text.read())).not.toBe('');
  });

  it('counts as exactly once it has let go of passages that better ones took the place of', async () => {
    const paragraph = (at: number) =>
      `Ship ${at} of Lindby came in with the tide${at % 3 === 0 ? '!' : '.'}${' '.repeat(at % 4)}${'\n'.repeat(1 + (at % 5))}`;
    const part = (from: number) =>
      Array.from({ length: 600 }, (_, at) => paragraph(from + at).repeat(1 + (at % 9))).join('');
    const all = [0, 700, 1400].map((from) =>
      textDocument(part(from), { id: `${from}`, mediaType: 'text/markdown' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(fc.nat(), { maxLength: 6 }), async (seed, picks) => {
        const { scores, select } = await selected(all, { share: 0.002, seed, rises: true });
        await using _ = scores;
        const scene = new Scene({ counter, isSingle: false, most: 6 });
        await run(all, fillStage({ ...select(), scene }));
        const changes = flips(scene, picks, false);
        await using draft = new Draft(counter, { isSingle: false });
        await run(all, assembleStage({ ...select(), draft, changes }));
        draft.end();
        expect(scene.tokens(changes)).toBe(draft.tokens);
      }),
      { numRuns: 8 },
    );
  });

  it('holds few passages, however many were candidates before better ones came', () => {
    const units = { count: 1, cores: new Uint32Array(1), ends: Uint32Array.of(1), marks: new Uint8Array(1) };
    const scene = new Scene({ counter, isSingle: false, most: 4 });
    for (let index = 0; index < 1000; index += 1) {
      const passage = {
        document: index >> 3,
        index,
        start: charOffset(0),
        text: 'x\n',
        unitKind: 'word',
        title: '',
      } as const;
      const levels = Uint8Array.of(index >> 2);
      scene.passage({ passage, units }, { kept: new Uint8Array(1) }, { levels, costs: Uint32Array.of(1) });
      if (index % 8 === 7) scene.endDocument({ holdsTail: false });
    }
    expect(scene.dropped()).toHaveLength(4);
    expect(scene.length / 'x\n'.length).toBeLessThan(50);
  });
});
