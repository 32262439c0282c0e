import * as oracle from '@anush008/tokenizers';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUnigram } from '../../../src/models/unigram/unigram-file.ts';
import { mixedText } from '../wordpiece/mixed-text.ts';
import { compileCharsmap } from './charsmap-writer.ts';
import { unigramTokenizer } from './unigram-tokenizer.ts';

/** Of the kinds that SentencePiece's own map has: more, fewer and as many characters, and clusters. */
const replacements = {
  '\t': ' ',
  '\n': ' ',
  '\r': ' ',
  '\u00a0': ' ',
  '\u3000': ' ',
  '\u200b': ' ',
  ﬁ: 'fi',
  '…': '...',
  '½': '1⁄2',
  Ⅷ: 'VIII',
  '①': '1',
  '²': '2',
  'e\u0301': 'é',
  'A\u030a': 'Å',
  한: '한',
  '\u304b\u3099': '\u304c',
  '🙂': ':)',
};
const collapse = { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' };
const charsmap = { type: 'Precompiled', precompiled_charsmap: compileCharsmap(replacements) };
const metaspace = { type: 'Metaspace', replacement: '▁', add_prefix_space: true };
const split = { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] };

const kinds = {
  'XLM-R': { normalizer: charsmap, pre_tokenizer: split },
  'XLM-R without a map': { normalizer: null, pre_tokenizer: split },
  'a newer converter': {
    normalizer: { type: 'Sequence', normalizers: [charsmap, collapse] },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  },
  'the newest converter': {
    normalizer: {
      type: 'Sequence',
      normalizers: [
        charsmap,
        { type: 'Strip', strip_left: false, strip_right: true },
        { ...collapse, content: '▁' },
      ],
    },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  },
  'a mark at the beginning only': {
    normalizer: charsmap,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true },
  },
};

describe.each(Object.entries(kinds))('ids and offsets of %s', (_, parts) => {
  const file = unigramTokenizer(vocabulary(), parts);
  const ours = ownTokenizer(file);
  const theirs = oracle.Tokenizer.fromString(JSON.stringify(file));

  it('are those of the tokenizers library on mixed text', async () => {
    for (let seed = 0; seed < 60; seed += 1) await expectSame(mixedText(seed, 3000));
  });

  it('are those of the tokenizers library on any Unicode text', async () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.constantFrom(...Object.keys(replacements), ' ', '  ', 'a'),
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(unit).map((units) => units.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, (given) => expectSame(given)),
      { numRuns: 1000 },
    );
  });

  it('are those of the tokenizers library for every character beside others', async () => {
    const codes = Array.from({ length: 0x1fffe }, (_, code) => code + 1).filter(
      (code) => code < 0x3400 || (code % 17 === 0 && (code < 0xd800 || code > 0xdfff)),
    );
    for (let at = 0; at < codes.length; at += 3000) {
      const chars = codes.slice(at, at + 3000).map((code) => String.fromCodePoint(code));
      await expectSame(chars.map((char) => `e${char}a ${char}`).join(''));
    }
  });

  async function expectSame(text: string): Promise<void> {
    const actual = ours.encode(text);
    const expected = await theirs.encode(text, null, { addSpecialTokens: false });
    const offsets = [0];
    for (const char of text) offsets.push((offsets.at(-1) as number) + char.length);
    expect([...actual.ids]).toEqual(expected.getIds());
    expect([...actual.starts]).toEqual(expected.getOffsets().map(([start]) => offsets[start as number]));
    expect([...actual.ends]).toEqual(expected.getOffsets().map(([, end]) => offsets[end as number]));
  }
});

it('spells a ligature by its letters, all of which stand where it stands', () => {
  const pieces = ownTokenizer(unigramTokenizer(vocabulary(), kinds['XLM-R'])).encode('x ﬁ y');
  const inside = [...pieces.starts].flatMap((start, at) => (start === 2 ? [pieces.ids[at] as number] : []));
  const spelled = inside.map((id) => vocabulary()[id]?.[0]).join('');
  expect(spelled).toBe('▁fi');
});

it('gives the ids of the JavaScript library where that has no map to disregard', () => {
  const file = unigramTokenizer(vocabulary(), kinds['XLM-R without a map']);
  const library = new Tokenizer({ ...file, added_tokens: [] }, {});
  const ours = ownTokenizer(file);
  for (let seed = 100; seed < 130; seed += 1) {
    // It takes no surrogate pairs apart, but spells unknown ones by halves.
    const text = mixedText(seed, 2000).replace(/[^\p{Script=Latin}\p{Script=Cyrillic} \n.,;:0-9-]/gu, '');
    expect([...ours.encode(text).ids]).toEqual(library.encode(text, { add_special_tokens: false }).ids);
  }
});

it('takes what spells a special piece for text', () => {
  const file = unigramTokenizer(vocabulary(), kinds['XLM-R']);
  const { ids } = ownTokenizer(file).encode('a </s> <mask> b <unk>');
  const special = new Set(
    ['<s>', '<pad>', '</s>', '<mask>'].map((piece) => vocabulary().findIndex(([name]) => name === piece)),
  );
  expect([...ids].filter((id) => special.has(id))).toEqual([]);
});

it('reads half a pair as the character that stands for such', () => {
  const tokenizer = ownTokenizer(unigramTokenizer(vocabulary(), kinds['XLM-R']));
  const text = fc.string({ unit: fc.constantFrom('\ud83d', '\ude00', 'a', ' ', 'e\u0301') });
  fc.assert(
    fc.property(text, (given) => {
      expect(tokenizer.encode(given)).toEqual(tokenizer.encode(given.replace(/\p{Surrogate}/gu, '\ufffd')));
    }),
  );
});

it('takes time by the length of a word without spaces, not by its square', () => {
  const tokenizer = ownTokenizer(unigramTokenizer(vocabulary(), kinds['XLM-R']));
  const word = 'e\u0301a'.repeat(200_000);
  const { ends } = tokenizer.encode(word);
  expect(ends.at(-1)).toBe(word.length);
});

it.each([
  ['a normalizer', { normalizer: { type: 'Lowercase' }, pre_tokenizer: split }, 'Lowercase'],
  ['a pre-tokenizer', { normalizer: null, pre_tokenizer: { type: 'Digits' } }, 'Digits'],
  ['no pre-tokenizer', { normalizer: null, pre_tokenizer: null }, 'absent'],
  [
    'a damaged map',
    { normalizer: { ...charsmap, precompiled_charsmap: '////' }, pre_tokenizer: split },
    'damaged',
  ],
])('refuses %s that it does not know', (_, parts, message) => {
  expect(() => ownTokenizer(unigramTokenizer(vocabulary(), parts))).toThrow(message);
});

/** Parts of the words of the sample text, with made-up probabilities; many words can be divided in several ways. */
function vocabulary(): readonly (readonly [string, number])[] {
  const pieces = new Set<string>();
  for (let seed = 500; seed < 520; seed += 1) {
    for (const word of mixedText(seed, 1500).split(/\s+/)) {
      const marked = [...`▁${word}`];
      for (const length of [1, 2, 3, 5]) {
        for (let at = 0; at + length <= Math.min(marked.length, 12); at += 1)
          pieces.add(marked.slice(at, at + length).join(''));
      }
    }
  }
  for (const piece of ['é', 'fi', '...', 'VI', '.', '..', '▁.', '<', '/s', '>']) pieces.add(piece);
  const sorted = [...pieces].filter((piece) => piece !== '').sort();
  const scored = sorted.map(
    (piece, at) => [piece, -3 - ((at * 7919) % 1000) / 100 - 2 / piece.length] as const,
  );
  const special = ['<s>', '<pad>', '</s>', '<unk>'].map((piece) => [piece, 0] as const);
  return [...special, ...scored, ['<mask>', 0]];
}

function ownTokenizer(file: ReturnType<typeof unigramTokenizer>) {
  const special = new Set(file.added_tokens.map(({ content }) => content));
  return readUnigram({
    model: file.model,
    normalizer: file.normalizer,
    preTokenizer: file.pre_tokenizer,
    special,
  });
}
