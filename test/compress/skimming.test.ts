import { afterAll, beforeAll, expect, it } from 'vitest';
import { canSkim } from '../../src/compress/candidates.ts';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import { sampleText } from '../cli/sample-text.ts';
import { outputOf } from './collect.ts';

const needle = 'Villagers in the Sarn hills herd goats with tame ravens.';
const question = 'Which birds help the peasants to drive their livestock?';
/** Each document is a passage; the needle is the last but one. */
const documents = (count: number) =>
  [...Array.from({ length: count }, (_, at) => sampleText(60, at)), needle, sampleText(60, 301)].map(
    (text, at) => textDocument(text, { id: `${at}` }),
  );

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 6 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

async function left(count: number) {
  const budget = { type: 'tokens', tokens: 60 } as const;
  await using result = await compressor.compress(documents(count), { question, budget });
  const { passes, readChars, inputChars } = result.stats;
  return { output: await outputOf(result), passes: passes.map(({ name }) => name), readChars, inputChars };
}

it('finds among many passages what shares no word with the question', { timeout: 120_000 }, async () => {
  const { output, passes, readChars, inputChars } = await left(260);
  expect(output).toContain('ravens');
  expect(passes.slice(0, 3)).toEqual(['survey', 'skim', 'rank']);
  expect(readChars).toBe(inputChars);
});

it('is not done where the encoder of the level reads everything', async () => {
  const { output, passes, readChars, inputChars } = await left(20);
  expect(output).toContain('ravens');
  expect(passes.slice(0, 2)).toEqual(['survey', 'rank']);
  expect(readChars).toBe(inputChars);
});

it('is done up to two million characters', () => {
  expect([canSkim(2_000_000), canSkim(2_000_001)]).toEqual([true, false]);
});
