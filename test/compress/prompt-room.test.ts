import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Budget } from '../../src/compress/budget.ts';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { contextOf } from '../../src/compress/context.ts';
import { chatMessages } from '../../src/models/engines/prompts.ts';
import { textDocument } from '../../src/stages/document.ts';
import { overlappingWindows } from '../../src/stages/infer/overlapping-windows.ts';
import { countTokens, outputOf } from './collect.ts';
import { anyDocuments } from './sample-texts.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const sources = anyDocuments(4, (at) => `file ${at}.md`);
const question = fc.constantFrom('', 'What sank in 1907?', 'Which ship, and who\nwas on board?  ');
/** Ends and beginnings that merge with what stands beside them. */
const edge = fc.constantFrom(
  '',
  '\n',
  '\n\n',
  ' ',
  '  ',
  '.',
  '```\n',
  '"',
  'Text:',
  '\t',
  'a',
  '漁',
  ' …',
  '\r\n',
);
const template = fc
  .tuple(edge, edge, fc.constantFrom('', '{question}', 'Answer {question}\n'), edge)
  .map(([before, after, asked, last]) => `${asked}${before}{context}${after}${asked}${last}`);

describe('a budget that fits a context', () => {
  it('holds for the whole prompt of a template, and all of it is used', async () => {
    const used: number[] = [];
    await fc.assert(
      fc.asyncProperty(
        sources,
        question,
        template,
        fc.integer({ min: 20, max: 3000 }),
        fc.integer({ min: 0, max: 300 }),
        async (documents, asked, text, context, reserve) => {
          const budget: Budget = { type: 'fit', context: context + reserve + 60, reserve, template: text };
          await using result = await compressor.compress(documents, { budget, question: asked });
          // A function, since what replaces must not be read as a pattern.
          const output = await outputOf(result);
          const filled = asked.trim() === '' ? '' : asked;
          const prompt = text.replaceAll('{question}', () => filled).replace('{context}', () => output);
          const tokens = countTokens(prompt);
          expect(tokens).toBeLessThanOrEqual(context + 60);
          expect(result.stats.outputTokens).toBeLessThanOrEqual(result.stats.budget);
          if (result.stats.inputTokens > result.stats.budget) used.push(tokens / (context + 60));
        },
      ),
      { numRuns: 120, endOnFailure: true },
    );
    expect(used.length).toBeGreaterThan(30);
    expect(used.reduce((sum, share) => sum + share, 0) / used.length).toBeGreaterThan(0.97);
  });

  it('holds for the messages that infer sends, in one window', async () => {
    await fc.assert(
      fc.asyncProperty(
        sources,
        question,
        fc.integer({ min: 1250, max: 4000 }),
        async (documents, asked, context) => {
          await using result = await compressor.compress(documents, {
            budget: { type: 'fit', context },
            question: asked,
          });
          const kept = await contextOf(result);
          for (const type of ['answer', 'notes'] as const) {
            const messages = chatMessages({ type, question: asked, context: kept });
            const prompt = messages.map(({ content }) => content).join('\n');
            expect(countTokens(prompt)).toBeLessThanOrEqual(context - 1024 - 64);
          }
          const around = chatMessages({ type: 'notes', question: asked, context: [] });
          const overhead = countTokens(around.map(({ content }) => content).join('\n'));
          const room = context - 1024 - 64 - overhead;
          expect(await overlappingWindows(kept, { count: countTokens, room })).toHaveLength(1);
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('passes through what fits, and says where nothing is left', async () => {
    const documents = [textDocument('The lock keeper closed the gate.')];
    const whole: Budget = { type: 'fit', context: 40, reserve: 0, template: 'Text:\n{context}\n' };
    await using result = await compressor.compress(documents, { budget: whole });
    expect(await outputOf(result)).toBe('The lock keeper closed the gate.');
    const none: Budget = { type: 'fit', context: 40, reserve: 38, template: 'Text:\n{context}\n' };
    await expect(compressor.compress(documents, { budget: none })).rejects.toMatchObject({
      code: 'budget',
      message: expect.stringContaining('nothing is left'),
    });
    for (const template of ['no place', '{context} and {context}'])
      await expect(
        compressor.compress(documents, { budget: { type: 'fit', context: 100, template } }),
      ).rejects.toMatchObject({ code: 'usage' });
  });

  it.each([
    [{ type: 'fit' }, 'the context of a budget must be'],
    [{ type: 'fit', context: 0 }, 'the context of a budget must be'],
    [{ type: 'fit', context: 100, reserve: -1 }, 'the reserve of a budget'],
    [{ type: 'fit', context: 100, template: 7 }, 'the template of a budget'],
  ])('refuses %j', async (budget, message) => {
    await expect(
      compressor.compress('A text.', { budget: budget as unknown as Budget }),
    ).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(message),
    });
  });
});
