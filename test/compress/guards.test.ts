import { describe, expect, it } from 'vitest';
import { compress } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import { guards } from '../../src/stages/guard/guards.ts';

const sentences = [
  'On March 12, 2021 the board of Van der Berg Holdings did not approve the loan of € 1.2 million.',
  'Nobody at the University of São Paulo has ever seen “the blue notebook” of John F. Kennedy.',
  'The pump moved 12 km per hour, -3.5 % less than before, and it no longer works at 10:30 am.',
  'See https://example.com/a/b?c=1 or call `open file` of __init__; snake_case names cannot be cut.',
  'Er kommt nicht mit, und il n’a jamais vu la mer, so they said without asking.',
];
const text = Array.from({ length: 120 }, (_, at) => `${sentences[at % 5]} Number ${at} came later.`).join(
  '\n\n',
);

async function outputOf(ratio: number, options: Parameters<typeof compress>[1]): Promise<string> {
  const budget = { type: 'ratio', ratio } as const;
  await using result = await compress([textDocument(text, { id: 'notes' })], {
    level: 1,
    budget,
    ...options,
  });
  expect(result.stats.outputTokens).toBeLessThanOrEqual(result.stats.budget);
  let output = '';
  for await (const piece of result.text()) output += piece;
  return output;
}

describe('a compression with guards', () => {
  it.each([1.5, 2, 3, 5, 10, 30])('holds what it promises at ratio %d', async (ratio) => {
    const output = await outputOf(ratio, { keep: guards, strict: true });
    for (const [some, whole] of [
      [/São|Paulo/g, /University of São Paulo/g],
      [/Kennedy|F\./g, /John F\. Kennedy/g],
      [/did not|approve/g, /did not approve/g],
      [/jamais/g, /n’a jamais vu/g],
      [/%/g, /-3\.5 %/g],
    ] as const) {
      const parts = output.match(some)?.length ?? 0;
      const wholes = output.match(whole)?.join(' ').match(some)?.length ?? 0;
      expect(parts).toBe(wholes);
    }
  });

  it('is another one without guards, and says so where strict', async () => {
    const [none, all] = [await outputOf(4, { keep: [] }), await outputOf(4, { keep: guards })];
    expect(none).not.toBe(all);
  });

  it('chooses with a question too', async () => {
    await outputOf(6, { question: 'Who did not approve the loan?', strict: true });
  });
});
