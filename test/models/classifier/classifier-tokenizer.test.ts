import * as oracle from '@anush008/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromTokenizerJson, fromVocabulary } from '../../../src/models/classifier/classifier-tokenizer.ts';
import { mixedText } from '../wordpiece/mixed-text.ts';
import { tinyBert, tinyXlmR } from './tiny-models.ts';

describe('byte-level BPE', () => {
  const alphabet = oracle.byteLevelAlphabet().sort();
  const merges = [
    't h',
    'th e',
    'Ġ the',
    'i n',
    'a n',
    'Ġ a',
    'Ġa n',
    'Ã ©',
    'ð Ł',
    'r o',
    's e',
    'ro se',
    'Ġ Ġ',
  ];
  const pieces = [
    '<s>',
    '<pad>',
    '</s>',
    '<unk>',
    ...alphabet,
    ...merges.map((merge) => merge.replace(' ', '')),
  ];
  const file = (addsSpace: boolean) => ({
    version: '1.0',
    added_tokens: [
      { id: 0, content: '<s>', special: true },
      { id: 2, content: '</s>', special: true },
    ],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: addsSpace, trim_offsets: true, use_regex: true },
    post_processor: {
      type: 'RobertaProcessing',
      sep: ['</s>', 2],
      cls: ['<s>', 0],
      trim_offsets: true,
      add_prefix_space: addsSpace,
    },
    decoder: null,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      merges,
    },
  });

  it.each([false, true])(
    'has the ids and offsets of the tokenizers library (space before the text: %s)',
    async (adds) => {
      const { tokenizer, special } = await fromTokenizerJson(file(adds));
      expect(special).toEqual({ before: [0], after: [2] });
      const reference = new oracle.Tokenizer(
        oracle.BPE.init(
          file(adds).model.vocab,
          merges.map((merge) => merge.split(' ') as [string, string]),
        ),
      );
      reference.setPreTokenizer(oracle.byteLevelPreTokenizer(adds, true));
      const expectSame = async (text: string) => {
        const actual = tokenizer.encode(text);
        const expected = await reference.encode(text, null, { addSpecialTokens: false });
        const offsets = [0];
        for (const char of text) offsets.push((offsets.at(-1) as number) + char.length);
        expect([...actual.ids]).toEqual(expected.getIds());
        expect([...actual.starts]).toEqual(expected.getOffsets().map(([start]) => offsets[start as number]));
        expect([...actual.ends]).toEqual(expected.getOffsets().map(([, end]) => offsets[end as number]));
      };
      for (let seed = 0; seed < 30; seed += 1) await expectSame(mixedText(seed, 1500).replaceAll('\0', ''));
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme' }), (text) => expectSame(text)),
        { numRuns: 300 },
      );
    },
  );
});

describe('special pieces', () => {
  it('are those of the post-processor', async () => {
    const { special } = await fromTokenizerJson(parsed(tinyXlmR().files['tokenizer.json']));
    expect(special).toEqual({ before: [0], after: [2] });
  });

  it('are found by their names where there is none', async () => {
    for (const [tiny, ends] of [
      [tinyBert(), [2, 3]],
      [tinyXlmR(), [0, 2]],
    ] as const) {
      const file = { ...parsed(tiny.files['tokenizer.json']), post_processor: null };
      const { special } = await fromTokenizerJson(file);
      expect([...special.before, ...special.after]).toEqual(ends);
    }
  });

  it('must be known', () => {
    expect(() => fromVocabulary(['[UNK]', 'a'], undefined)).toThrow('begin and end a text');
  });
});

it.each([
  [{}, 'no model'],
  [{ model: { type: 'WordLevel', vocab: {} } }, 'WordLevel'],
  [{ model: { type: 'WordPiece', vocab: { '[UNK]': 0 } }, normalizer: { type: 'Lowercase' } }, 'Lowercase'],
  [{ model: { type: 'BPE', vocab: {}, merges: [] }, pre_tokenizer: { type: 'Digits' } }, 'Digits'],
])('refuses a tokenizer.json such as %o', async (file, message) => {
  const named = { ...file, post_processor: { type: 'BertProcessing', sep: ['b', 1], cls: ['a', 0] } };
  await expect(fromTokenizerJson(named)).rejects.toMatchObject({
    code: 'tokenizer',
    message: expect.stringContaining(message),
  });
});

describe('a damaged tokenizer.json', () => {
  const xlmR = parsed(tinyXlmR().files['tokenizer.json']) as {
    readonly model: { readonly vocab: unknown[] };
  };
  const template = (single: unknown, special_tokens: unknown) => ({
    post_processor: { type: 'TemplateProcessing', single, special_tokens },
  });
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const first = { SpecialToken: { id: '[CLS]', type_id: 0 } };

  it.each([
    ['added_tokens', { added_tokens: null }],
    ['added_tokens', { added_tokens: 3 }],
    ['added_tokens', { added_tokens: [null] }],
    ['added_tokens', { added_tokens: [{ content: '[CLS]', id: '2' }] }],
    ['normalizer', { normalizer: 3 }],
    ['pre_tokenizer', { pre_tokenizer: [] }],
    ['model', { model: 3 }],
    ['vocabulary', { model: { type: 'WordPiece', vocab: null } }],
    ['vocabulary', { model: { type: 'WordPiece', vocab: ['[UNK]'] } }],
    ['1000000000', { model: { type: 'WordPiece', vocab: { '[UNK]': 0, a: 1e9 } } }],
    ['-1', { model: { type: 'WordPiece', vocab: { '[UNK]': 0, a: -1 } } }],
    ['"1"', { model: { type: 'WordPiece', vocab: { '[UNK]': 0, a: '1' } } }],
    ['share the id 0', { model: { type: 'WordPiece', vocab: { '[UNK]': 0, a: 0 } } }],
    ['post_processor', { post_processor: { type: 'BertProcessing', cls: ['[CLS]', 0.5], sep: null } }],
    ['post_processor', template([first, text], null)],
    ['post_processor', template([first, text], { '[CLS]': { ids: 2 } })],
    ['post_processor', template([{ SpecialToken: null }, text], {})],
  ])('is refused for its %s: %o', async (message, change) => {
    const file = { ...parsed(tinyBert().files['tokenizer.json']), ...change };
    await expectRefusal(file, message);
  });

  it.each([
    ['vocabulary', { vocab: null }],
    ['vocabulary', { vocab: [null] }],
    ['unknown piece', { unk_id: 99_999 }],
    ['unknown piece', { unk_id: -1 }],
  ])('of an XLM-R is refused for its %s: %o', async (message, change) => {
    await expectRefusal({ ...xlmR, model: { ...xlmR.model, ...change } }, message);
  });

  it('of an XLM-R is refused for a sequence of nothing', async () => {
    await expectRefusal({ ...xlmR, normalizer: { type: 'Sequence', normalizers: [3] } }, 'normalizers');
    await expectRefusal({ ...xlmR, normalizer: { type: 'Sequence' } }, 'normalizers');
  });

  it('of byte-level BPE is refused for its vocabulary', async () => {
    const bpe = { type: 'BPE', merges: [], vocab: { a: 1e9 } };
    await expectRefusal({ model: bpe, pre_tokenizer: { type: 'ByteLevel' } }, '1000000000');
  });

  async function expectRefusal(file: object, message: string): Promise<void> {
    await expect(fromTokenizerJson(file)).rejects.toMatchObject({
      code: 'tokenizer',
      message: expect.stringContaining(message),
    });
  }
});

function parsed(contents: Buffer | undefined): object {
  return JSON.parse(String(contents));
}
