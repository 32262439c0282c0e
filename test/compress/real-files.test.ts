import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import { detectMediaType, mediaTypes } from '../../src/stages/media-type.ts';
import { collect, countTokens, outputOf, rebuild } from './collect.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const wanted = /\.(?:ts|md|py|mjs|json|tsv|txt)$/;

/** This repository's own files: code, prose, tables, and lists of words. */
function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => wanted.test(name));
}
const files = [
  ...['src', 'docs', 'scripts', 'data'].flatMap(filesIn),
  ...readdirSync(root).filter((name) => wanted.test(name)),
].sort();
const samples = files.map((path) => {
  const text = readFileSync(join(root, path), 'utf8').slice(0, 20_000);
  return { path, text, mediaType: detectMediaType(path, text) };
});

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

describe('files of this repository', () => {
  it.each([1.1, 2, 4, 10])('at ratio %d cost no more than allowed and nearly as much', async (ratio) => {
    const shares: number[] = [];
    for (const { path, text, mediaType } of samples) {
      await using result = await compressor.compress([textDocument(text, { id: path, mediaType })], {
        budget: { type: 'ratio', ratio },
      });
      const { budget, outputTokens, inputTokens } = result.stats;
      const [part] = await collect(result);
      if (part === undefined) throw new Error(`${path} is missing`);
      expect(part.text).toBe(rebuild(text, part));
      expect([path, inputTokens, outputTokens]).toEqual([path, countTokens(text), countTokens(part.text)]);
      expect(outputTokens).toBeLessThanOrEqual(budget);
      // Whole lines fill a small budget less exactly.
      if (inputTokens < 500 || budget < 150) continue;
      // JSON without its white space may be less than the budget.
      if (part.text.replace(/\s/g, '') === text.replace(/\s/g, '')) continue;
      shares.push(outputTokens / budget);
      if (outputTokens < 0.95 * budget) expect.fail(`${path} at ${ratio}: ${outputTokens} of ${budget}`);
    }
    expect(shares.length).toBeGreaterThan(15);
    expect(shares.filter((share) => share < 0.97).length).toBeLessThanOrEqual(
      Math.ceil(0.03 * shares.length),
    );
  });

  it.each(mediaTypes)('read as %s together fill one budget exactly', async (mediaType) => {
    const documents = samples
      .slice(0, 60)
      .map(({ path, text }) => textDocument(text, { id: path, mediaType }));
    const options = {
      budget: { type: 'ratio', ratio: 3 },
      gap: ' […] ',
      question: 'How is a budget shared?',
    } as const;
    await using result = await compressor.compress(documents, options);
    const { budget, outputTokens } = result.stats;
    const output = await outputOf(result);
    expect(countTokens(output)).toBeLessThanOrEqual(budget);
    expect(outputTokens).toBeGreaterThanOrEqual(0.97 * budget);
    for (const [at, part] of (await collect(result)).entries())
      expect(part.text).toBe(rebuild(samples[at]?.text ?? '', part, options.gap));
  });
});
