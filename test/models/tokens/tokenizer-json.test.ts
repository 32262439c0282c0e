import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '@anush008/tokenizers';
import table from 'gpt-tokenizer/bpeRanks/r50k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledVocabulary } from '../../../src/models/model-files.ts';
import { StreamingCounter } from '../../../src/models/tokens/streaming-counter.ts';
import type { TokenCounter } from '../../../src/models/tokens/token-counter.ts';
import { tokenCounter } from '../../../src/models/tokens/token-counters.ts';
import { readVocabulary } from '../../../src/models/wordpiece/vocabulary.ts';
import { mixedText } from '../wordpiece/mixed-text.ts';
import { byteLevelModel, tokenizerJson } from './tokenizer-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pith-tokenizer-'));
});

afterAll(() => rm(folder, { recursive: true }));

const special = [{ id: 2000, content: '<|endoftext|>', special: true }];
const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
const words = {
  type: 'Regex',
  Regex: '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s+',
};

const kinds: ReadonlyArray<readonly [kind: string, splits: boolean, make: () => Promise<object>]> = [
  [
    'GPT-2',
    true,
    async () => tokenizerJson({ model: byteLevelModel(table, 2000), pre_tokenizer: byteLevel }),
  ],
  [
    'Llama 3',
    true,
    async () => {
      const split = { type: 'Split', pattern: { Regex: words.Regex }, behavior: 'Isolated', invert: false };
      const pre_tokenizer = { type: 'Sequence', pretokenizers: [split, { ...byteLevel, use_regex: false }] };
      const model = { ...byteLevelModel(table, 1500), ignore_merges: true };
      return tokenizerJson({ model, pre_tokenizer, added_tokens: special });
    },
  ],
  ['BERT', true, async () => tokenizerJson(await bert())],
  [
    'spaces inside tokens',
    false,
    async () => {
      const split = { type: 'Split', pattern: { String: '\n' }, behavior: 'Isolated', invert: false };
      const pre_tokenizer = { type: 'Sequence', pretokenizers: [split, { ...byteLevel, use_regex: false }] };
      return tokenizerJson({ model: byteLevelModel(table, 1000), pre_tokenizer });
    },
  ],
];

describe.each(kinds)('a tokenizer like %s', (kind, splits, make) => {
  let counter: TokenCounter;
  let oracle: Tokenizer;

  beforeAll(async () => {
    const path = join(folder, `${kind}.json`);
    await writeFile(path, JSON.stringify(await make()));
    counter = await tokenCounter(path);
    oracle = Tokenizer.fromString(JSON.stringify({ ...(await make()), added_tokens: [] }));
  });

  it('counts as the tokenizers library does', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const text = mixedText(seed, 2000);
      const encoding = await oracle.encode(text, null, { addSpecialTokens: false });
      expect(counter.count(text)).toBe(encoding.getLength());
    }
  });

  it(`${splits ? 'splits' : 'does not split'} at spaces`, () => {
    expect(counter.splitsAtSpaces).toBe(splits);
  });

  it('counts a text in pieces as it counts it whole', () => {
    const text = Array.from({ length: 20 }, (_, seed) => mixedText(seed, 1500)).join(' ');
    const streaming = new StreamingCounter(counter);
    for (let at = 0; at < text.length; at += 611) streaming.push(text.slice(at, at + 611));
    expect(streaming.total()).toBe(counter.count(text));
  });

  it('counts a long word', () => {
    expect(counter.count('ab'.repeat(200_000))).toBeGreaterThan(0);
  });
});

describe('a file that is no tokenizer', () => {
  it.each([
    ['none.json', undefined, 'cannot read'],
    ['text.json', 'vocab', 'not JSON'],
    ['config.json', '{"tokenizer_class": "LlamaTokenizer"}', 'no tokenizer model'],
    ['null.json', 'null', 'no tokenizer model'],
    ['kind.json', '{"model": {"type": "WordLevel", "vocab": {}}}', 'unknown kind: WordLevel'],
    ['part.json', '{"model": {"type": "BPE"}}', 'unknown kind'],
  ])('%s', async (name, content, message) => {
    const path = join(folder, name);
    if (content !== undefined) await writeFile(path, content);
    await expect(tokenCounter(path)).rejects.toMatchObject({
      code: 'tokenizer',
      message: expect.stringMatching(new RegExp(`(?=.*${name}).*${message}`)),
    });
  });
});

async function bert(): Promise<object> {
  const vocabulary = await readVocabulary(bundledVocabulary());
  return {
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])),
    },
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    added_tokens: [{ id: 101, content: '[CLS]', special: true }],
  };
}
