import { expect, it } from 'vitest';
import type { SentenceEncoder } from '../../../src/models/encoder/sentence-encoder.ts';
import { bundledVocabulary } from '../../../src/models/model-files.ts';
import { readVocabulary } from '../../../src/models/wordpiece/vocabulary.ts';
import { WordPiece } from '../../../src/models/wordpiece/wordpiece.ts';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { SentenceReader, unitSimilarities } from '../../../src/stages/rank/similarity.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';

const tokenizer = new WordPiece(await readVocabulary(bundledVocabulary()));
const [wren = 0] = tokenizer.encode('wren').ids;
const [owl = 0] = tokenizer.encode('owl').ids;

/** Embeds a sentence by the birds that it names. */
const encoder = {
  tokenizer,
  maxPieces: 62,
  embed: async ({ ids }: { ids: Int32Array }) => {
    const length = Math.max(1, Math.hypot(Number(ids.includes(wren)), Number(ids.includes(owl))));
    return Float32Array.of(Number(ids.includes(wren)) / length, Number(ids.includes(owl)) / length);
  },
} as unknown as SentenceEncoder;

const text =
  'A wren was seen in the garden on the first day of May. An owl lives in the old tower of the church. Nobody saw anything else in all the years.';
const passage = { document: 0, index: 0, start: charOffset(0), text, unitKind: 'word' as const, title: '' };

it('compares each sentence with each question', async () => {
  const reader = await SentenceReader.open(encoder, ['Which owl?', 'Which wren?', 'An owl or a wren?']);
  const { ends, byQuestion } = await reader.read(passage);
  expect([...ends]).toEqual([text.indexOf('An owl'), text.indexOf('Nobody'), text.length]);
  expect(byQuestion.map((own) => [...own])).toEqual([
    [0, 1, 0],
    [1, 0, 0],
    [Math.fround(Math.SQRT1_2), Math.fround(Math.SQRT1_2), 0],
  ]);
});

it('gives every unit what its sentence has', async () => {
  const reader = await SentenceReader.open(encoder, ['Which owl?']);
  const units = unitsOf(passage);
  const similarities = unitSimilarities(await reader.read(passage), 0, units);
  const close = [...similarities.keys()].filter((unit) => similarities[unit] === 1);
  const words = close.map((unit) => text.slice(units.cores[unit], units.ends[unit]));
  expect(words.join(' ')).toBe('An owl lives in the old tower of the church .');
});

it('says of white space that nothing in it is close', async () => {
  const reader = await SentenceReader.open(encoder, ['Which owl?']);
  expect(await reader.read({ ...passage, text: ' \n' })).toEqual({
    ends: new Uint32Array(0),
    byQuestion: [new Float32Array(0)],
  });
});
