import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Budget } from '../../src/compress/budget.ts';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { type TextDocument, textDocument } from '../../src/stages/document.ts';
import { collect, countTokens, joinDocuments, outputOf } from './collect.ts';
import { anyDocuments } from './sample-texts.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const documents = anyDocuments(5);
const budget: fc.Arbitrary<Budget> = fc.oneof(
  fc.record({ type: fc.constant('ratio' as const), ratio: fc.double({ min: 1, max: 12, noNaN: true }) }),
  fc.record({ type: fc.constant('tokens' as const), tokens: fc.integer({ min: 1, max: 1500 }) }),
);

function ownBudget(whole: Budget, tokens: number): number {
  if (whole.type === 'tokens') return whole.tokens;
  return whole.type === 'ratio' ? Math.floor(tokens / whole.ratio) : Number.NaN;
}

async function compressed(sources: readonly TextDocument[], whole: Budget, question?: string) {
  await using result = await compressor.compress(sources, { budget: whole, question, perDocument: true });
  return { parts: await collect(result), output: await outputOf(result), stats: result.stats };
}

describe('a budget for each document', () => {
  it('holds for each of them, counted independently', async () => {
    const question = fc.constantFrom(undefined, 'What sank in 1907?');
    await fc.assert(
      fc.asyncProperty(documents, budget, question, async (sources, whole, asked) => {
        const { parts, output, stats } = await compressed(sources, whole, asked);
        for (const [at, { text, outputTokens }] of parts.entries()) {
          const before = countTokens(sources[at]?.source ?? '');
          const limit = ownBudget(whole, before);
          expect(countTokens(text)).toBe(outputTokens);
          expect(outputTokens).toBeLessThanOrEqual(limit);
          if (before <= limit) expect(text).toBe(sources[at]?.source);
        }
        expect(output).toBe(joinDocuments(parts.map(({ text }) => text)));
        const limits = sources.map(({ source }) => ownBudget(whole, countTokens(source)));
        expect(stats.budget).toBe(limits.reduce((sum, limit) => sum + limit, 0));
        expect(stats.outputTokens).toBe(parts.reduce((sum, part) => sum + part.outputTokens, 0));
        expect(stats.documents).toBe(sources.length);
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });

  it('leaves of each what is left of it alone, whatever stands beside it', async () => {
    await fc.assert(
      fc.asyncProperty(documents, budget, async (sources, whole) => {
        const { parts } = await compressed(sources, whole);
        for (const [at, source] of sources.entries()) {
          await using alone = await compressor.compress([source], { budget: whole });
          expect(parts[at]).toEqual((await collect(alone))[0]);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('is spent to 99 % and more in texts of words', async () => {
    const texts = fc.sample(fc.lorem({ maxCount: 120, mode: 'sentences' }), { seed: 11, numRuns: 12 });
    const sources = texts.map((text, at) => textDocument(text, { id: `${at}` }));
    for (const ratio of [2, 4, 9.5]) {
      const { parts } = await compressed(sources, { type: 'ratio', ratio });
      for (const [at, { outputTokens }] of parts.entries()) {
        const limit = Math.floor(countTokens(texts[at] ?? '') / ratio);
        expect(outputTokens).toBeLessThanOrEqual(limit);
        expect(outputTokens).toBeGreaterThanOrEqual(Math.floor(0.99 * limit));
      }
    }
  });

  it('reports each pass once, and says which document it is at', async () => {
    const sources = ['one', 'two', 'three'].map((id) =>
      textDocument(`The river of ${id} rose. `.repeat(90), { id }),
    );
    const seen = new Set<number | undefined>();
    await using result = await compressor.compress(sources, {
      perDocument: true,
      onEvent: ({ ordinal }) => void seen.add(ordinal),
    });
    const names = result.stats.passes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('survey');
    const read = result.stats.passes[0]?.counters.find(({ name }) => name === 'read');
    expect(read?.characters).toBe(result.stats.inputChars);
    expect([...seen]).toEqual([0, 1, 2]);
  });

  it('does not go with an explanation, which is of one budget', async () => {
    await expect(compressor.compress('A text.', { perDocument: true, explain: true })).rejects.toMatchObject({
      code: 'usage',
    });
  });
});
