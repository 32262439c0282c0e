import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import { outputOf } from './collect.ts';

const ships = ['Astrid', 'Fulmar', 'Sigrid', 'Hesper', 'Marigold', 'Tern'];
const entry = (at: number) =>
  `In ${1880 + at} the ${ships[at % 6]} came into the harbour of Lindby with ${at * 13} barrels of herring on board. ` +
  'The master wrote it into his book, and nobody knows today who paid for them, nor where they were sold.';
/** One question has an answer in every paragraph, the others in one sentence each. */
const source = [
  ...Array.from({ length: 20 }, (_, at) => entry(at)),
  'The lamp of the lighthouse was lit by Maren Solberg.',
  ...Array.from({ length: 20 }, (_, at) => entry(at + 20)),
  'The church bell was cast in Groningen.',
  entry(40),
].join('\n\n');
const greedy = 'How many barrels of herring did the ships bring into the harbour of Lindby?';
const questions = [greedy, 'Who lit the lamp of the lighthouse?', 'Where was the church bell cast?'];
const budget = { type: 'tokens', tokens: 90 } as const;

describe.each([1, 6] as const)('several questions at level %d', (level) => {
  let compressor: Compressor;
  beforeAll(async () => {
    compressor = await openCompressor({ level });
  });
  afterAll(() => compressor[Symbol.asyncDispose]());

  async function left(question: string | readonly string[]) {
    await using result = await compressor.compress(source, { question, budget });
    const { outputTokens, readChars } = result.stats;
    return { text: await outputOf(result), outputTokens, readChars, questions: result.questions };
  }

  it('each have their part of one budget', async () => {
    const { text, outputTokens } = await left(questions);
    expect(outputTokens).toBeLessThanOrEqual(90);
    expect(text).toMatch(/Solberg/);
    expect(text).toMatch(/Groningen/);
    expect(text).toMatch(/barrels/);
  });

  it('leave the same in any order, each of them once', async () => {
    const { text } = await left(questions);
    const again = await left([...questions, ' ', greedy].reverse());
    expect(again.text).toBe(text);
    expect(again.questions).toEqual([greedy, questions[2], questions[1]]);
  });

  it('are as one where there is one', async () => {
    const { text, questions: asked } = await left(questions[1] ?? '');
    expect((await left([questions[1] ?? ''])).text).toBe(text);
    expect((await left([questions[1] ?? '', '\n'])).text).toBe(text);
    expect(asked).toEqual([questions[1]]);
    expect((await left([])).text).toBe((await left('')).text);
  });

  it('say how much was read with them', async () => {
    expect((await left(questions)).readChars).toBe(level === 1 ? null : source.length);
    expect((await left([])).readChars).toBeNull();
  });

  it('are each explained by the question that a passage is most relevant to', async () => {
    await using result = await compressor.compress([textDocument(source)], {
      question: questions,
      budget,
      explain: true,
    });
    const best = new Map<string, number>();
    for await (const { text, relevance, terms } of result.explanation())
      for (const word of ['Solberg', 'Groningen'])
        if (text.includes(word)) best.set(word, level === 1 ? (terms ?? 0) : (relevance ?? 0));
    for (const word of ['Solberg', 'Groningen']) expect(best.get(word)).toBeGreaterThan(0.5);
  });
});
