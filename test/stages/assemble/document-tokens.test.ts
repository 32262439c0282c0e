import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TokenCounter } from '../../../src/models/tokens/token-counter.ts';
import { tokenCounter } from '../../../src/models/tokens/token-counters.ts';
import { DocumentTokens } from '../../../src/stages/assemble/document-tokens.ts';
import { joinDocuments } from '../../compress/collect.ts';
import { anyText } from '../../compress/sample-texts.ts';
import { chunked, cutPlaces } from '../segment/chunks.ts';

let counter: TokenCounter;
beforeAll(async () => {
  counter = await tokenCounter('o200k_base');
});

describe('tokens of documents', () => {
  const short = fc
    .array(fc.constantFrom('a', 'b.', ' ', '\n', 'one two', '…', '漢'), { maxLength: 6 })
    .map((parts) => parts.join(''));
  const documents = fc.array(fc.oneof(short, anyText), { maxLength: 7 });

  it('are those of the whole text, joined or apart, however the pieces come', () => {
    fc.assert(
      fc.property(documents, cutPlaces, fc.boolean(), (texts, cuts, splits) => {
        const plain: TokenCounter = { name: 'plain', count: (text) => counter.count(text) };
        const tokens = new DocumentTokens(splits ? counter : plain, { isSingle: false });
        const own = texts.map((text) => {
          for (const piece of chunked(text, cuts)) tokens.push(piece);
          return tokens.endDocument();
        });
        expect(own).toEqual(texts.map((text) => counter.count(text)));
        const apart = own.reduce((sum, count) => sum + count, 0);
        expect(tokens.sum).toBe(apart);
        expect(tokens.end()).toBe(Math.max(apart, counter.count(joinDocuments(texts))));
      }),
      { numRuns: 400 },
    );
  });

  it('of long texts without a border count as well', () => {
    const texts = ['漢'.repeat(70_000), 'one two', 'x'.repeat(3000), `a b${'漢字'.repeat(20_000)}`, 'end'];
    const tokens = new DocumentTokens(counter, { isSingle: false });
    for (const text of texts) {
      for (const piece of text.match(/.{1,8192}/gs) ?? []) tokens.push(piece);
      tokens.endDocument();
    }
    expect(tokens.end()).toBe(counter.count(texts.join('\n')));
  });

  it('of a single document are its own', () => {
    const tokens = new DocumentTokens(counter, { isSingle: true });
    tokens.push('One document. ');
    tokens.push('Nothing to join.');
    const own = tokens.endDocument();
    expect(tokens.end()).toBe(own);
    expect(own).toBe(counter.count('One document. Nothing to join.'));
  });
});
