import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import type { MediaType } from '../../src/stages/media-type.ts';
import { countTokens, outputOf } from './collect.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

async function compressed(text: string, tokens: number, mediaType: MediaType = 'text/plain') {
  const source = textDocument(text, { mediaType });
  await using result = await compressor.compress([source], { budget: { type: 'tokens', tokens } });
  const passes = result.stats.passes.map(({ name }) => name);
  return { output: await outputOf(result), tokens: result.stats.outputTokens, passes };
}

const words =
  'the harbour master of Lindby wrote 1907 ships, barrels; (quays) "tide" ice-bound Ekström 1,250.75';
const word = fc.constantFrom(...words.split(' '));
const sentence = fc.array(word, { minLength: 5, maxLength: 30 }).map((list) => `${list.join(' ')}.`);
const prose = fc
  .tuple(fc.array(sentence, { minLength: 8, maxLength: 30 }), fc.constantFrom(' ', '\n', '\n\n'))
  .map(([list, joint]) => list.join(joint) + joint);

const names = fc.constantFrom('price', 'total', 'rows', 'at', 'harbourMasterOfLindby', 'x');
const line = fc
  .tuple(names, names, names)
  .chain(([a, b, c]) =>
    fc.constantFrom(
      `const ${a} = ${b}.reduce((sum, { ${c} }) => sum + ${c}, 0);`,
      `  return ${a} ? ${b}(${c}) : undefined;`,
      `if (${a} < ${b}) {`,
      '}',
      `${a}();`,
    ),
  );
const code = fc.array(line, { minLength: 30, maxLength: 90 }).map((list) => `${list.join('\n')}\n`);

describe('a small budget', () => {
  it('is spent to 99 in a hundred of words, however small', async () => {
    const runs = fc.sample(fc.tuple(prose, fc.integer({ min: 4, max: 60 })), { seed: 7, numRuns: 500 });
    let short = 0;
    for (const [text, budget] of runs) {
      const { tokens, output } = await compressed(text, budget);
      expect(tokens).toBeLessThanOrEqual(budget);
      expect(countTokens(output)).toBe(tokens);
      if (tokens < 0.99 * budget) short += 1;
    }
    expect(short).toBeLessThanOrEqual(2);
  });

  it('is spent to 99 in a hundred of whole lines of code', async () => {
    const runs = fc.sample(fc.tuple(code, fc.integer({ min: 30, max: 150 })), { seed: 7, numRuns: 200 });
    let short = 0;
    for (const [text, budget] of runs) {
      const { tokens, output } = await compressed(text, budget, 'text/x-source');
      expect(tokens).toBeLessThanOrEqual(budget);
      expect(tokens).toBeGreaterThanOrEqual(Math.floor(0.97 * budget) - 1);
      if (tokens < 0.99 * budget) short += 1;
      const lines = new Set(text.split('\n').map((one) => one.trim()));
      for (const one of output.split('\n')) expect(lines).toContain(one.trim());
    }
    // Lines that close a block cannot be left out, nor given away for others: a token or two are left.
    expect(short).toBeLessThanOrEqual(5);
  });

  it('of one token buys a word of one token', async () => {
    expect(await compressed('Nobody was hurt, and the ship sank.\n', 1)).toMatchObject({ tokens: 1 });
    expect(await compressed('export function main() {\n  start();\n}\n', 1, 'text/x-source')).toMatchObject({
      output: 'export',
    });
    for (const text of fc.sample(prose, { seed: 7, numRuns: 30 }))
      expect((await compressed(text, 1)).tokens).toBe(1);
  });

  it('buys the beginning of a line where no line fits', async () => {
    const long =
      'ERROR 2024-05-01 the harbour master could not be reached because the line to Lindby was cut by ice';
    const { output, tokens } = await compressed(`${long}\n${long}\n`, 9, 'text/x-log');
    expect(tokens).toBeGreaterThan(6);
    expect(long).toContain(output.trim());
    const source = `const harbourMasterOfLindby = (price, rows, at) => rows.reduce((sum) => sum + price, at);\n`;
    expect((await compressed(source, 12, 'text/x-source')).output).toMatch(/^const harbour/);
  });

  it('costs one more reading and one more draft', async () => {
    const { passes } = await compressed('Donaudampfschifffahrt sank.\n'.repeat(20), 3);
    expect(passes.filter((name) => name === 'fill').length).toBeLessThanOrEqual(1);
  });
});
