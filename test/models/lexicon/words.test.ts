import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashWord, WordReader } from '../../../src/models/lexicon/words.ts';

interface Word {
  readonly word: string;
  readonly start: number;
  readonly length: number;
  readonly hash: number;
  readonly capital: boolean;
  readonly allCaps: boolean;
  readonly digit: boolean;
  readonly mixed: boolean;
  readonly underscore: boolean;
  readonly plainNumber: boolean;
  readonly plainLetters: boolean;
}

function read(text: string): Word[] {
  const reader = new WordReader();
  const words: Word[] = [];
  for (let at = 0; reader.next(text, at, text.length); at = reader.end) {
    const { start, end, length, hash, capital, allCaps, digit } = reader;
    const { mixed, underscore, plainNumber, plainLetters } = reader;
    const form = { capital, allCaps, digit, mixed, underscore, plainNumber, plainLetters };
    words.push({ word: text.slice(start, end), start, length, hash, ...form });
  }
  return words;
}

/** 32-bit FNV-1a over UTF-16 units, in arithmetic without overflow. */
function fnv(text: string): number {
  let hash = 0x811c9dc5n;
  for (let at = 0; at < text.length; at += 1)
    hash = ((hash ^ BigInt(text.charCodeAt(at))) * 0x01000193n) & 0xffffffffn;
  return Number(hash) | 0;
}

function expected(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)].map(({ 0: word, index }) => ({
    word,
    start: index,
    length: [...word].length,
    hash: fnv(word.toLowerCase()),
    capital: /^\p{Uppercase}/u.test(word),
    allCaps: [...word].length > 1 && /\p{Uppercase}/u.test(word) && !/\p{Lowercase}/u.test(word),
    digit: /\p{Nd}/u.test(word),
    mixed: /^\P{Uppercase}.*\p{Uppercase}/u.test(word),
    underscore: word.includes('_'),
    plainNumber: /^[0-9]+$/.test(word),
    plainLetters: /^[a-z]+$/i.test(word) && !/[\u0130\u212a\u017f]/.test(word),
  }));
}

const snippets = fc.constantFrom(
  'word',
  'Word',
  'WORD',
  'FOO_BAR',
  '_',
  'foo_bar',
  'A1',
  'a',
  'A',
  '1',
  'İstanbul',
  'ΣΊΣΥΦΟΣ',
  'straße',
  'ǅ',
  'Ⅷ',
  'ⅷ',
  'ª',
  'e\u0301',
  '\u0301',
  '漢字',
  '𐐀𐐁',
  '𐐨',
  '𝐀𝐁',
  '😀',
  '\ud800',
  '\udc00',
  'a\udc00b',
  '\ud801x',
  '٣',
  '½',
  'ʰ',
  ' ',
  '-',
  '.',
  '\n',
  "'",
);
const text = fc
  .array(
    fc.oneof(
      snippets,
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('words', () => {
  it('are the runs that a regular expression finds, with their form', () => {
    fc.assert(
      fc.property(text, (all) => {
        expect(read(all)).toEqual(expected(all));
      }),
      { numRuns: 3000 },
    );
  });

  it('begin and end within the limits that are given', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'B', ' ', '1', 'é') }),
        fc.nat(20),
        fc.nat(20),
        (all, from, length) => {
          const to = Math.min(all.length, from + length);
          const reader = new WordReader();
          const found = reader.next(all, from, to);
          const [first] = from < to ? read(all.slice(from, to)) : [];
          expect(found ? { start: reader.start - from, hash: reader.hash } : undefined).toEqual(
            first && { start: first.start, hash: first.hash },
          );
        },
      ),
    );
  });

  it('have the same hash in any case, and another one otherwise', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\w{1,12}$/), (word) => {
        expect(hashWord(word.toUpperCase())).toBe(hashWord(word.toLowerCase()));
      }),
    );
    const many = Array.from({ length: 50_000 }, (_, at) => hashWord(`w${at.toString(36)}`));
    expect(new Set(many).size).toBeGreaterThan(49_990);
  });

  it.each([
    ['ships', 'ship'],
    ['Houses', 'house'],
    ['SHIPS', 'ship'],
  ])('lose a plural s in their stem: %s', (plural, single) => {
    expect(stem(plural)).toBe(stem(single));
  });

  it.each(['gas', 'bus', 'was', 's'])('of three letters keep theirs: %s', (word) => {
    expect(stem(word)).toBe(hashWord(word));
  });
});

describe('endings', () => {
  it.each([
    ['a', 1],
    ['Of', 15 * 27 + 6],
    ['singing', (9 * 27 + 14) * 27 + 7],
    ['SINGING', (9 * 27 + 14) * 27 + 7],
    ['19th', 0],
    ['foo_bar', 0],
    ['straße', 0],
  ])('are the last three letters as a number: %s', (word, ending) => {
    const reader = new WordReader();
    reader.next(`(${word})`, 0, word.length + 2);
    expect(reader.ending(`(${word})`)).toBe(ending);
  });
});

function stem(word: string): number {
  const reader = new WordReader();
  reader.next(word, 0, word.length);
  return reader.stem;
}
