import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import { chunkedDocument, countTokens, outputOf } from './collect.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const words = fc.array(
  fc.constantFrom('harbour', 'the', 'crane "A"', 'ü\n', '\\', '日本語の文', '🚢', '1907', ' '),
  {
    maxLength: 120,
  },
);
const { value } = fc.letrec<{ value: unknown; object: unknown; array: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(
    words.map((list) => list.join(' ')),
    words.map((list) => list.join('')),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.constantFrom(null, true, false),
  ),
  array: fc.array(tie('value'), { maxLength: 30 }),
  object: fc.dictionary(fc.string({ maxLength: 12 }), tie('value'), { maxKeys: 20 }),
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, tie('leaf'), tie('array'), tie('object')),
}));
const indent = fc.constantFrom(undefined, 1, '\t');
const ratio = fc.constantFrom(1.5, 2, 4, 10, 30);
const question = fc.constantFrom(undefined, 'Which crane was it in 1907?');

/** Whether `cut` is `whole` with items, members and parts of strings taken out. */
function isCutOf(cut: unknown, whole: unknown): boolean {
  if (typeof cut === 'string') return typeof whole === 'string' && isSubsequence(cut, whole);
  if (Array.isArray(cut)) return Array.isArray(whole) && areItemsOf(cut, whole);
  if (typeof cut !== 'object' || cut === null) return Object.is(cut, whole);
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return false;
  const keys = Object.keys(whole);
  const kept = Object.keys(cut);
  return (
    isOrdered(kept, keys) &&
    kept.every((key) =>
      isCutOf((cut as Record<string, unknown>)[key], (whole as Record<string, unknown>)[key]),
    )
  );
}

function isSubsequence(cut: string, whole: string): boolean {
  let at = 0;
  for (const character of cut) {
    at = whole.indexOf(character, at);
    if (at < 0) return false;
    at += character.length;
  }
  return true;
}

function areItemsOf(cut: readonly unknown[], whole: readonly unknown[]): boolean {
  let at = 0;
  for (const item of cut) {
    while (at < whole.length && !isCutOf(item, whole[at])) at += 1;
    if (at === whole.length) return false;
    at += 1;
  }
  return true;
}

function isOrdered(kept: readonly string[], keys: readonly string[]): boolean {
  const places = kept.map((key) => keys.indexOf(key));
  return places.every((place, at) => place >= 0 && place > (places[at - 1] ?? -1));
}

describe('JSON', () => {
  it('can be parsed, and is the source with something taken out', async () => {
    await fc.assert(
      fc.asyncProperty(value, indent, ratio, question, async (source, space, times, asked) => {
        const text = JSON.stringify(source, null, space);
        const document = textDocument(text, { mediaType: 'application/json' });
        await using result = await compressor.compress([document], {
          budget: { type: 'ratio', ratio: times },
          question: asked,
          gap: ' […] ',
        });
        const output = await outputOf(result);
        expect(countTokens(output)).toBeLessThanOrEqual(result.stats.budget);
        // Braces need two tokens, and a number cannot be cut.
        if (result.stats.budget < 4 || typeof source === 'number') return;
        expect(isCutOf(JSON.parse(output), JSON.parse(text))).toBe(true);
      }),
      { numRuns: 400, endOnFailure: true },
    );
  });

  it('of one value a line keeps whole lines that can be parsed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 12 }), ratio, async (sources, times) => {
        const text = sources.map((source) => `${JSON.stringify(source)}\n`).join('');
        const document = textDocument(text, { mediaType: 'application/x-ndjson' });
        await using result = await compressor.compress([document], {
          budget: { type: 'ratio', ratio: times },
        });
        const kept = (await outputOf(result)).split('\n').filter((line) => line.trim() !== '');
        expect(
          areItemsOf(
            kept.map((line) => JSON.parse(line)),
            sources.map((source) => JSON.parse(JSON.stringify(source))),
          ),
        ).toBe(true);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it('does not depend on how it is read', async () => {
    await fc.assert(
      fc.asyncProperty(value, fc.array(fc.nat(), { maxLength: 20 }), async (source, cuts) => {
        const text = JSON.stringify(source);
        const outputs = [];
        const whole = textDocument(text, { mediaType: 'application/json' });
        for (const document of [whole, chunkedDocument(whole, text, cuts)]) {
          await using result = await compressor.compress([document], { budget: { type: 'ratio', ratio: 3 } });
          outputs.push(await outputOf(result));
        }
        expect(outputs[1]).toBe(outputs[0]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('that is broken is cut like text from there on', async () => {
    const text =
      `${JSON.stringify({ list: Array.from({ length: 80 }, (_, at) => `item ${at}`) })} and more\n`.repeat(3);
    const document = textDocument(text, { mediaType: 'application/json' });
    await using result = await compressor.compress([document], { budget: { type: 'ratio', ratio: 3 } });
    const output = await outputOf(result);
    expect(result.stats.outputTokens).toBeGreaterThan(0.9 * result.stats.budget);
    expect(result.stats.outputTokens).toBeLessThanOrEqual(result.stats.budget);
    expect(isSubsequence(output, text)).toBe(true);
  });
});
