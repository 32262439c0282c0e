import fc from 'fast-check';
import table from 'gpt-tokenizer/bpeRanks/o200k_base';
import { O200KBase } from 'gpt-tokenizer/encodingParams/o200k_base';
import { expect, it } from 'vitest';
import { asciiPreTokenEnd } from '../../../src/models/tokens/o200k-pre-tokens.ts';

const { tokenSplitRegex } = O200KBase(table);
const pattern = new RegExp(tokenSplitRegex.source, 'gu');

it.each([
  ['any ASCII', fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code))],
  ['what the pattern tells apart', fc.constantFrom(...'aZb9 \t\n\r./\'"-')],
  [
    'contractions',
    fc.constantFrom('a', 'Z', "'", 's', 'S', 'l', 'L', 'v', 'e', 'E', 'r', 't', 'd', 'm', ' ', '1'),
  ],
  [
    'a little beyond ASCII',
    fc.constantFrom('a', 'Z', '9', ' ', '\n', '.', "'", 'é', 'É', '½', '\u00a0', '中', '\u0301', '😀'),
  ],
])('ends pre-tokens where the pattern does, or leaves them to it: %s', (_, unit) => {
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
      for (const { index, 0: match } of text.matchAll(pattern)) {
        const end = asciiPreTokenEnd(text, index, text.length);
        // What lies behind the end has no say.
        expect(asciiPreTokenEnd(`${text}'s/\n a`, index, text.length)).toBe(end);
        if (end >= 0) expect([text, end]).toEqual([text, index + match.length]);
        // It may give up only on account of a character beyond ASCII.
        else expect(text.slice(index)).toMatch(/[^\0-\x7f]/);
      }
    }),
    { numRuns: 4000 },
  );
});
