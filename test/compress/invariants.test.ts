import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Budget } from '../../src/compress/budget.ts';
import type { CompressOptions } from '../../src/compress/compress-options.ts';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { type TextDocument, textDocument } from '../../src/stages/document.ts';
import { chunkedDocument, collect, countTokens, joinDocuments, outputOf, rebuild } from './collect.ts';
import { anyMediaType, anyText, longText } from './sample-texts.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const document = fc.record({ text: anyText, mediaType: anyMediaType, title: fc.constantFrom('', 'Harbour') });
const documents = fc
  .array(document, { minLength: 1, maxLength: 4 })
  .map((list) =>
    list.map(({ text, ...rest }, at) => ({ ...textDocument(text, { ...rest, id: `${at}` }), source: text })),
  );
const budget: fc.Arbitrary<Budget> = fc.oneof(
  fc.record({ type: fc.constant('ratio' as const), ratio: fc.double({ min: 1, max: 30, noNaN: true }) }),
  fc.record({ type: fc.constant('rate' as const), rate: fc.double({ min: 1e-9, max: 1, noNaN: true }) }),
  fc.record({ type: fc.constant('tokens' as const), tokens: fc.integer({ min: 1, max: 3000 }) }),
);
const options: fc.Arbitrary<CompressOptions> = fc.record({
  budget,
  gap: fc.constantFrom(undefined, '', ' […] ', '\n---\n'),
  question: fc.constantFrom(undefined, '', 'What sank in 1907?', 'Which ship, and who was on board?'),
});

describe('at level 1', () => {
  it('the output is cut from the source, costs no more than the budget, and its spans say where it is from', async () => {
    await fc.assert(
      fc.asyncProperty(documents, options, async (sources, chosen) => {
        await using result = await compressor.compress(sources, chosen);
        const { stats } = result;
        const parts = await collect(result);
        const output = await outputOf(result);
        expect(parts.map(({ id }) => id)).toEqual(sources.map(({ id }) => id));
        for (const [at, part] of parts.entries()) {
          expect(part.text).toBe(rebuild(sources[at]?.source ?? '', part, chosen.gap));
          expect(part.length).toBe(part.text.length);
          expect(part.outputTokens).toBe(countTokens(part.text));
          const ends = part.spans.flat();
          expect(ends).toEqual([...ends].sort((a, b) => a - b));
        }
        expect(output).toBe(joinDocuments(parts.map(({ text }) => text)));
        const apart = parts.reduce((sum, { outputTokens }) => sum + outputTokens, 0);
        expect(stats.outputTokens).toBe(Math.max(apart, countTokens(output)));
        expect(stats.outputTokens).toBeLessThanOrEqual(stats.budget);
        expect(stats.outputTokens).toBeLessThanOrEqual(stats.inputTokens);
        expect(stats.inputChars).toBe(sources.reduce((sum, { source }) => sum + source.length, 0));
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  it('an input within its budget passes through character for character', async () => {
    const enough = fc.constantFrom<Budget>(
      { type: 'ratio', ratio: 1 },
      { type: 'rate', rate: 1 },
      { type: 'tokens', tokens: 1_000_000 },
    );
    await fc.assert(
      fc.asyncProperty(documents, enough, async (sources, whole) => {
        await using result = await compressor.compress(sources, { budget: whole, gap: '…' });
        const parts = await collect(result);
        expect(parts.map(({ text }) => text)).toEqual(sources.map(({ source }) => source));
        expect(parts.every(({ gaps }) => gaps.length === 0)).toBe(true);
        expect(result.stats.outputTokens).toBe(result.stats.inputTokens);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('the same bytes come out, however the text is divided into chunks', async () => {
    const cuts = fc.oneof(
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.integer({ min: 1, max: 700 }).map((size) => Array.from({ length: 40 }, (_, at) => at * size)),
    );
    await fc.assert(
      fc.asyncProperty(documents, options, cuts, async (sources, chosen, places) => {
        const divided = sources.map((source) => chunkedDocument(source, source.source, places));
        expect(await compressed(compressor, divided, chosen)).toEqual(
          await compressed(compressor, sources, chosen),
        );
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('the same bytes come out of single characters, and of blocks of a megabyte', async () => {
    const text = fc.sample(longText, { seed: 7, numRuns: 4 }).join('\n\n');
    const whole = textDocument(text, { mediaType: 'text/markdown' });
    const single = chunkedDocument(
      whole,
      text,
      [...text].map((_, at) => at),
    );
    const wanted = { question: 'What sank in 1907?', protect: ['\\d+', 'harbour\\s+master'] };
    expect(await compressed(compressor, [single], wanted)).toEqual(
      await compressed(compressor, [whole], wanted),
    );
  });

  it('the same bytes come out of every run on one compressor, whatever ran before or runs beside it', async () => {
    await fc.assert(
      fc.asyncProperty(documents, options, documents, async (sources, chosen, others) => {
        await using fresh = await openCompressor({ level: 1, threads: 4 });
        const first = await compressed(fresh, sources, chosen);
        const [beside] = await Promise.all([
          compressed(compressor, sources, chosen),
          compressed(compressor, others, {}),
        ]);
        expect(beside).toEqual(first);
        expect(await compressed(compressor, sources, chosen)).toEqual(first);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('a long text fills its budget to 97 % or more, where no line is dearer than what is left', async () => {
    const shares = fc.record({
      text: longText,
      mediaType: anyMediaType,
      ratio: fc.double({ min: 1.02, max: 8, noNaN: true }),
      question: fc.constantFrom(undefined, 'What sank in 1907?'),
    });
    const used: number[] = [];
    await fc.assert(
      fc.asyncProperty(shares, async ({ text, mediaType, ratio, question }) => {
        const source = textDocument(text, { mediaType });
        await using result = await compressor.compress([source], {
          question,
          budget: { type: 'ratio', ratio },
        });
        const { outputTokens, budget: limit } = result.stats;
        if (limit < 100) return;
        const unused = 1 - outputTokens / limit;
        const isOfWords = mediaType === 'text/plain' || mediaType === 'text/html';
        const dearest = isOfWords ? 0 : Math.max(...text.split('\n').map(countTokens));
        used.push(unused);
        expect(unused * limit).toBeLessThanOrEqual(Math.max(0.03 * limit + 1, dearest));
      }),
      { numRuns: 200, endOnFailure: true },
    );
    expect(used.length).toBeGreaterThan(150);
    expect(used.reduce((sum, unused) => sum + unused, 0) / used.length).toBeLessThan(0.03);
  });
});

async function compressed(by: Compressor, sources: readonly TextDocument[], chosen: CompressOptions) {
  await using result = await by.compress(sources, chosen);
  const { seconds: _, passes: __, ...stats } = result.stats;
  return { documents: await collect(result), output: await outputOf(result), stats };
}
