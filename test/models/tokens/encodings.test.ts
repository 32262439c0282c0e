import fc from 'fast-check';
import * as cl100k from 'gpt-tokenizer/encoding/cl100k_base';
import * as o200k from 'gpt-tokenizer/encoding/o200k_base';
import * as p50k from 'gpt-tokenizer/encoding/p50k_base';
import * as r50k from 'gpt-tokenizer/encoding/r50k_base';
import { describe, expect, it } from 'vitest';
import type { TokenCounter } from '../../../src/models/tokens/token-counter.ts';
import { tokenCounter } from '../../../src/models/tokens/token-counters.ts';
import { mixedText } from '../wordpiece/mixed-text.ts';

/*
 * gpt-tokenizer takes U+FEFF for white space and U+0085 for none, and loses U+FEFF where it joins bytes; tiktoken, which
 * the models were trained with, does not. We follow tiktoken.
 */
const misread = /[\u0085\ufeff]/g;

const libraries = { o200k_base: o200k, cl100k_base: cl100k, p50k_base: p50k, r50k_base: r50k };

describe.each(Object.entries(libraries))('%s', async (name, library) => {
  const counter = await tokenCounter(name);

  it('counts mixed text as gpt-tokenizer does', () => {
    for (let seed = 0; seed < 60; seed++) expectSame(mixedText(seed, 4000));
  });

  it('counts any text as gpt-tokenizer does', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
      fc.string({ unit: fc.constantFrom(..."aZ'sLl 7\t\n\r/.é中\u0301😀<|endoftext|>"), maxLength: 60 }),
    );
    fc.assert(fc.property(text, expectSame), { numRuns: 2000 });
  });

  it('counts what looks like a special token as text', () => {
    expectSame('a <|endoftext|><|fim_prefix|> b <|endofprompt|>');
    expect(counter.count('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('counts long words as gpt-tokenizer does', () => {
    for (const word of ['x', 'ab1', 'é中', '=-', '\n ']) expectSame(word.repeat(700));
  });

  it('counts a slice in place as it counts a copy of it', () => {
    const units = fc.constantFrom(..."aZ'slé中 7\n/.😀\u0301");
    fc.assert(
      fc.property(fc.string({ unit: units, maxLength: 40 }), fc.nat(), fc.nat(), (text, one, other) => {
        const [start = 0, end = 0] = [one, other].map((at) => at % (text.length + 1)).sort((a, b) => a - b);
        expect(counter.countSlice?.(text, start, end)).toBe(counter.count(text.slice(start, end)));
      }),
      { numRuns: 2000 },
    );
  });

  it('adds up at every border between words', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => expectAdditive(counter, mixedText(seed, 300))),
      { numRuns: 300 },
    );
  });

  function expectSame(given: string): void {
    const text = given.replace(misread, '');
    expect(counter.count(text)).toBe(library.countTokens(text, { disallowedSpecial: new Set() }));
  }
});

describe('the characters that gpt-tokenizer misreads', () => {
  // What tiktoken 0.12 counts.
  it.each([
    ['\ufeff', 1, 1],
    ['a\ufeffb', 3, 3],
    ['\ufeff\ufeff x', 2, 3],
    ['a\u0085b', 4, 4],
    ['\u0085\u0085x', 5, 5],
    [' \u0085\n x', 4, 4],
    ['x \ufeff y', 3, 3],
  ])('%j', async (text, o200kCount, cl100kCount) => {
    expect((await tokenCounter('o200k_base')).count(text)).toBe(o200kCount);
    expect((await tokenCounter('cl100k_base')).count(text)).toBe(cl100kCount);
  });
});

it('counts a word of two million characters in far less than quadratic time', async () => {
  const counter = await tokenCounter('o200k_base');
  const start = performance.now();
  expect(counter.count('x'.repeat(2_000_000))).toBe(2_000_000 / 8);
  expect(performance.now() - start).toBeLessThan(20_000);
});

/** Every lone space between plain characters is a border: both sides add up. */
function expectAdditive(counter: TokenCounter, text: string): void {
  for (const { index } of text.matchAll(/(?<=[\p{L}\p{N}\p{P}\p{S}]) (?=[\p{L}\p{N}\p{P}\p{S}])/gu)) {
    const sum = counter.count(text.slice(0, index)) + counter.count(text.slice(index));
    expect(sum, JSON.stringify(text)).toBe(counter.count(text));
  }
}
