import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import type { ExplainedPassage } from '../../src/stages/explain/explained-passage.ts';
import { DEFAULT_GUARDS } from '../../src/stages/guard/guards.ts';
import type { MediaType } from '../../src/stages/media-type.ts';
import { roleOf } from '../../src/stages/segment/outline.ts';
import type { Passage } from '../../src/stages/segment/passage.ts';
import { Segmenter } from '../../src/stages/segment/segmenter.ts';
import { unitsOf } from '../../src/stages/segment/units.ts';
import { collect, countTokens } from './collect.ts';
import { longText } from './sample-texts.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

/** What is kept of each passage, and what there was. */
function keptOfPassages(text: string, mediaType: MediaType, spans: readonly (readonly [number, number])[]) {
  const segmenter = new Segmenter({ document: 0, firstIndex: 0, mediaType });
  return [...segmenter.push(text), ...segmenter.end()].map((passage) => {
    const { start, text: whole } = passage;
    const end = start + whole.length;
    const parts = spans.map(([from, to]) =>
      text.slice(Math.max(from, start), Math.max(start, Math.min(to, end))),
    );
    return { passage, kept: parts.join('').trim(), whole: whole.trim() };
  });
}

const letters = (text: string) => text.replace(/\s/g, '');

/** Whether something is kept of a passage that begins a group, belongs to one, or was paid with one: it may not be left out. */
function holdsGroup(passage: Passage, { units }: ExplainedPassage): boolean {
  const { roles } = unitsOf(passage, new Set(DEFAULT_GUARDS));
  if (roles === undefined) return false;
  return units.some(({ kept, cost }, at) => kept && (roleOf(roles[at] ?? 0).role !== 'row' || cost === 0));
}

/** Some thirty thousand characters. */
function sentences(seed: number): string {
  return fc.sample(fc.lorem({ maxCount: 20, mode: 'sentences' }), { seed, numRuns: 60 }).join(' ');
}

const mediaType = fc.constantFrom<MediaType>('text/plain', 'text/x-log', 'text/markdown', 'text/x-source');

describe('a minimum for each passage', () => {
  it('leaves so many tokens of it, or all of it, or nothing; and the budget holds', async () => {
    const shares: number[] = [];
    await fc.assert(
      fc.asyncProperty(
        longText,
        mediaType,
        fc.integer({ min: 2, max: 80 }),
        fc.double({ min: 1.5, max: 12, noNaN: true }),
        fc.constantFrom(undefined, 'What sank in 1907?'),
        async (text, type, minPassage, ratio, question) => {
          const source = textDocument(text, { mediaType: type });
          const options = { minPassage, question, explain: true, budget: { type: 'ratio', ratio } } as const;
          await using result = await compressor.compress([source], options);
          const [document] = await collect(result);
          expect(countTokens(document?.text ?? '')).toBeLessThanOrEqual(result.stats.budget);
          const passages = keptOfPassages(text, type, document?.spans ?? []);
          for await (const explained of result.explanation()) {
            const { passage, kept, whole } = passages[explained.index] ?? {};
            if (passage === undefined || kept === undefined) throw new Error('the passage is missing');
            if (kept !== '' && letters(kept) !== letters(whole ?? '') && !holdsGroup(passage, explained))
              expect(countTokens(kept)).toBeGreaterThanOrEqual(minPassage);
          }
          shares.push(result.stats.outputTokens / Math.max(1, result.stats.budget));
        },
      ),
      { numRuns: 80, endOnFailure: true },
    );
    shares.sort((a, b) => a - b);
    expect(shares[Math.floor(shares.length / 2)]).toBeGreaterThan(0.97);
  });

  it('spends 99 % of a budget where passages are many', async () => {
    const text = sentences(3);
    for (const minPassage of [10, 40]) {
      const options = { minPassage, budget: { type: 'ratio', ratio: 6 } } as const;
      await using result = await compressor.compress(text, options);
      expect(result.stats.outputTokens).toBeGreaterThanOrEqual(0.99 * result.stats.budget);
    }
  });

  it('does not drop what is protected', async () => {
    const text = sentences(5);
    const source = `${text} Pier 7. ${text}`;
    const options = { minPassage: 200, protect: ['Pier 7'], budget: { type: 'tokens', tokens: 12 } } as const;
    await using result = await compressor.compress(source, options);
    expect((await collect(result))[0]?.text).toContain('Pier 7');
  });

  it('leaves fewer, longer stretches than there would be without', async () => {
    const text = sentences(9);
    const touched = async (minPassage: number) => {
      await using result = await compressor.compress(text, {
        minPassage,
        budget: { type: 'ratio', ratio: 20 },
      });
      const passages = keptOfPassages(text, 'text/plain', (await collect(result))[0]?.spans ?? []);
      return passages.filter(({ kept }) => kept !== '').length;
    };
    expect(await touched(60)).toBeLessThan(0.6 * (await touched(0)));
  });
});
