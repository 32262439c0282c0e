import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import { countTokens, outputOf } from './collect.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

const field = fc.constantFrom(
  'crane',
  'a, b',
  'said "no"',
  'two\nlines',
  '1907',
  'ü',
  '日本語',
  'the harbour of the north',
);
const row = fc.tuple(fc.nat({ max: 99_999 }), field, field).map((cells) => cells.map(quoted).join(','));

function quoted(cell: string | number): string {
  return /[",\n]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : `${cell}`;
}

describe('a table', () => {
  it('keeps its header and whole rows in their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 10, maxLength: 150 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 12, max: 600 }),
        async (rows, newline, tokens) => {
          const header = 'id,"first, or\nnot",second';
          const text = [header, ...rows].join(newline) + newline;
          const document = textDocument(text, { mediaType: 'text/csv' });
          await using result = await compressor.compress([document], { budget: { type: 'tokens', tokens } });
          const output = await outputOf(result);
          expect(countTokens(output)).toBeLessThanOrEqual(tokens);
          expect(output.startsWith(header)).toBe(true);
          let rest = output.slice(header.length).trim();
          for (const next of rows) if (rest.startsWith(next)) rest = rest.slice(next.length).trim();
          expect(rest).toBe('');
        },
      ),
      { numRuns: 150, endOnFailure: true },
    );
  });
});
