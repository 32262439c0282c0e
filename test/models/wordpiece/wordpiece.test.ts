import * as oracle from '@anush008/tokenizers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledVocabulary } from '../../../src/models/model-files.ts';
import { readVocabulary } from '../../../src/models/wordpiece/vocabulary.ts';
import { WordPiece, type WordPieceOptions } from '../../../src/models/wordpiece/wordpiece.ts';
import { mixedText } from './mixed-text.ts';

const uncased = { lowerCase: true, stripsAccents: true };
const normalizer = bertNormalizer(uncased);

/*
 * Marks that stay (they are no accents) but change places with accents when a text is decomposed. The library then
 * gives them the offsets of what stood there; the ids are the same.
 */
const movingMarks = Array.from({ length: 0x20000 }, (_, code) => String.fromCodePoint(code))
  .filter((char) => /\p{M}/u.test(char) && `${char}\u0334`.normalize('NFD') !== `${char}\u0334`)
  .filter((mark) => normalizer.normalizeString(mark) !== '');

let vocabulary: readonly string[];
let wordPiece: WordPiece;
let reference: oracle.Tokenizer;

beforeAll(async () => {
  vocabulary = await readVocabulary(bundledVocabulary());
  wordPiece = new WordPiece(vocabulary);
  reference = referenceTokenizer(uncased, vocabulary);
});

describe('ids and offsets', () => {
  it('are those of the tokenizers library on a million characters of mixed text', async () => {
    for (let seed = 0; seed < 250; seed++) await expectSame(mixedText(seed, 4200));
  });

  it('are those of the tokenizers library on any Unicode text', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
    await fc.assert(
      fc.asyncProperty(text, (given) => expectSame(given)),
      { numRuns: 2000 },
    );
  });

  it('are those of the tokenizers library for every character, alone and within a word', async () => {
    const codes = Array.from({ length: 0x30000 }, (_, code) => code).filter(
      (code) => code < 0xd800 || code > 0xdfff,
    );
    for (let at = 0; at < codes.length; at += 2000) {
      const chars = codes.slice(at, at + 2000).map((code) => String.fromCodePoint(code));
      await expectSame(chars.map((char) => `${char} a${char}b`).join(' '));
    }
  });

  it.each([
    { lowerCase: false, stripsAccents: false },
    { lowerCase: false, stripsAccents: true },
    { lowerCase: true, stripsAccents: false },
  ])('are those of the tokenizers library with %o', async (folding) => {
    const cased = [
      ...vocabulary,
      'É',
      '##ß',
      'NASA',
      'The',
      'Mc',
      '##D',
      '##É',
      '\u0130',
      'e\u0301',
      ...'ABCDEFG',
    ];
    const ours = new WordPiece(cased, folding);
    const theirs = referenceTokenizer(folding, cased);
    for (let seed = 0; seed < 25; seed++) await expectSame(mixedText(seed, 4200), ours, theirs);
    const codes = Array.from({ length: 0x2ffff }, (_, code) => code).filter(
      (code) => (code < 0x3400 || code % 17 === 0) && !isSurrogate(code),
    );
    const words = codes.map((code) => `${String.fromCodePoint(code)} A${String.fromCodePoint(code)}b`);
    for (let at = 0; at < words.length; at += 4000)
      await expectSame(words.slice(at, at + 4000).join(' '), ours, theirs);
  });

  it('treat lone surrogates as U+FFFD', () => {
    const text = fc.string({ unit: fc.constantFrom('\ud83d', '\ude00', 'a', ' ', 'é', '\u{1f600}') });
    fc.assert(
      fc.property(text, (text) => {
        expect(wordPiece.encode(text)).toEqual(wordPiece.encode(text.replace(/\p{Surrogate}/gu, '\ufffd')));
      }),
    );
  });
});

describe('types', () => {
  it.each([
    ['word', [1]],
    ['Word', [2]],
    ['A', [2]],
    ['NASA', [3]],
    ['É\u0301', [2]],
    ['ÉÈ', [3]],
    ['U', [2]],
    ['iPhone', [1]],
    ['9th', [4]],
    ['٣', [4]],
    ['½', [1]],
    ['中', [1]],
    ['!', [1]],
    ['U.S', [2, 1, 2]],
  ])('of %j are %j', (text, types) => {
    const pieces = wordPiece.encode(text);
    expect([...new Set(pieces.starts)].map((start) => pieces.types[pieces.starts.indexOf(start)])).toEqual(
      types,
    );
  });

  it('follow from the whole word as it was written', async () => {
    let checked = 0;
    for (let seed = 1000; seed < 1040; seed++) {
      const text = mixedText(seed, 4000);
      const { count, starts, ends, types } = wordPiece.encode(text);
      const words = (await encodeReference(text)).getWordIds();
      for (let first = 0, last = 0; first < count; first = last) {
        while (last < count && words[last] === words[first]) last++;
        const word = text.slice(starts[first], ends[last - 1]);
        if (!/^[\p{L}\p{N}]+$/u.test(word)) continue;
        checked++;
        expect(new Set(types.subarray(first, last)), word).toEqual(new Set([surfaceType(word)]));
      }
    }
    expect(checked).toBeGreaterThan(10_000);
  });
});

it('splits a text at a space as it splits its parts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      const ids = [...wordPiece.encode(left).ids, ...wordPiece.encode(right).ids];
      expect([...wordPiece.encode(`${left} ${right}`).ids]).toEqual(ids);
    }),
  );
});

it('makes one unknown piece of a word of five million characters', () => {
  const { ids, starts, ends } = wordPiece.encode(` ${'é'.repeat(5_000_000)}`);
  expect([...ids]).toEqual([vocabulary.indexOf('[UNK]')]);
  expect([starts[0], ends[0]]).toEqual([1, 5_000_001]);
});

it('refuses a vocabulary without [UNK]', () => {
  expect(() => new WordPiece(['a', '##b'])).toThrow('[UNK]');
});

async function expectSame(given: string, ours = wordPiece, theirs = reference): Promise<void> {
  const text = [...given].filter((char) => !movingMarks.includes(char)).join('');
  const actual = ours.encode(text);
  const expected = await theirs.encode(text, null, { addSpecialTokens: false });
  const offsets = utf16Offsets(text);
  expect([...actual.ids]).toEqual(expected.getIds());
  expect([...actual.starts]).toEqual(expected.getOffsets().map(([start]) => offsets[start as number]));
  expect([...actual.ends]).toEqual(expected.getOffsets().map(([, end]) => offsets[end as number]));
}

type Folding = Required<WordPieceOptions>;

function bertNormalizer({ lowerCase, stripsAccents }: Folding): oracle.Normalizer {
  const shared = { cleanText: true, handleChineseChars: true };
  return oracle.bertNormalizer({ ...shared, stripAccents: stripsAccents, lowercase: lowerCase });
}

function referenceTokenizer(folding: Folding, pieces: readonly string[]): oracle.Tokenizer {
  const ids = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const options = { unkToken: '[UNK]', continuingSubwordPrefix: '##', maxInputCharsPerWord: 100 };
  const tokenizer = new oracle.Tokenizer(oracle.WordPiece.init(ids, options));
  tokenizer.setNormalizer(bertNormalizer(folding));
  tokenizer.setPreTokenizer(oracle.bertPreTokenizer());
  return tokenizer;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function encodeReference(text: string): Promise<oracle.Encoding> {
  return reference.encode(text, null, { addSpecialTokens: false });
}

/** UTF-16 offset of each character; the library counts characters. */
function utf16Offsets(text: string): readonly number[] {
  const offsets = [0];
  for (const char of text) offsets.push((offsets.at(-1) as number) + char.length);
  return offsets;
}

function surfaceType(word: string): number {
  if (/\p{Nd}/u.test(word)) return 4;
  if ([...word].length > 1 && /\p{Uppercase}/u.test(word) && !/\p{Lowercase}/u.test(word)) return 3;
  return /^\p{Uppercase}/u.test(word) ? 2 : 1;
}
