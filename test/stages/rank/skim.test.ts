import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Encoder, type EncoderWindow, HEAD_COUNT } from '../../../src/models/encoder/encoder.ts';
import { bundledVocabulary } from '../../../src/models/model-files.ts';
import { readVocabulary } from '../../../src/models/wordpiece/vocabulary.ts';
import { WordPiece } from '../../../src/models/wordpiece/wordpiece.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { Skimmer } from '../../../src/stages/rank/skim.ts';
import { sampleText } from '../../cli/sample-text.ts';

const tokenizer = new WordPiece(await readVocabulary(bundledVocabulary()));
const [wren = 0] = tokenizer.encode('wren').ids;

/** Finds windows with wrens in them relevant, the less there is besides, and remembers what it read. */
function encoder() {
  const windows: EncoderWindow[] = [];
  const run = async (window: EncoderWindow) => {
    windows.push(window);
    const found = window.ids.filter((id) => id === wren).length;
    const tokens = new Float32Array(window.ids.length * HEAD_COUNT).fill(9);
    for (const [at, id] of window.ids.entries()) tokens[at * HEAD_COUNT + 1] = id === wren ? 2 : -3;
    return { tokens, relevance: found / window.ids.length };
  };
  return { windows, encoder: { tokenizer, run } as unknown as Encoder };
}

const passage = (text: string) => ({
  document: 0,
  index: 0,
  start: charOffset(0),
  text,
  unitKind: 'word' as const,
  title: '',
});

it('reads all of a passage once, in short windows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), fc.integer(), async (length, seed) => {
      const text = sampleText(length, seed);
      const { encoder: fake, windows } = encoder();
      await new Skimmer(fake, 'Which bird?').skim(passage(text));
      expect(windows.flatMap(({ ids }) => [...ids])).toEqual([...tokenizer.encode(text).ids]);
      expect(Math.max(...windows.map(({ ids }) => ids.length))).toBeLessThanOrEqual(150);
    }),
    { numRuns: 50 },
  );
});

it('says what is best of a passage: of its windows, and of its words', async () => {
  const filler = 'The tide came in and the tide went out, and nobody wrote it down. '.repeat(12);
  const skimmer = new Skimmer(encoder().encoder, 'Which bird?');
  const alone = await skimmer.skim(passage('A wren.'));
  const among = await skimmer.skim(passage(`${filler}A wren. ${filler}`));
  const absent = await skimmer.skim(passage(filler));
  expect(alone.relevance).toBeGreaterThan(among.relevance);
  expect(among.relevance).toBeGreaterThan(1 / 120);
  expect([absent.relevance, alone.keep, among.keep, absent.keep]).toEqual([0, 2, 2, -3]);
});

it('says of white space that it is worth nothing', async () => {
  const { encoder: fake, windows } = encoder();
  expect((await new Skimmer(fake, 'Which bird?').skim(passage(' \n'))).relevance).toBe(
    Number.NEGATIVE_INFINITY,
  );
  expect(windows).toHaveLength(0);
});
