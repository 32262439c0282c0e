import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readClassifierConfig } from '../../../src/models/classifier/classifier-config.ts';
import { filesInFolder } from '../../../src/models/classifier/classifier-files.ts';
import { loadTokenClassifier } from '../../../src/models/classifier/token-classifier.ts';
import type { KeepModel } from '../../../src/models/keep-model.ts';
import { modelFolder } from './model-folder.ts';
import { onnxModel } from './onnx-writer.ts';
import { type TinyModel, tinyBert, tinyXlmR } from './tiny-models.ts';

const kinds: readonly (readonly [string, () => TinyModel])[] = [
  ['a BERT', () => tinyBert()],
  ['a cased BERT', () => tinyBert({ cased: true })],
  ['a BERT whose weights lie beside it', () => tinyBert({ external: true })],
  ['an XLM-R', tinyXlmR],
];

describe.each(kinds)('%s', (_, make) => {
  it('gives each piece the difference of its logits, bit by bit the same in any company', async () => {
    const tiny = make();
    const model = await load(tiny.files, { threads: 2 });
    const texts = fc.array(fc.constantFrom('the river rose', 'Geneva,', 'gate', 'zebra 42', '.', 'it'), {
      minLength: 1,
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (words) => {
        const { ids, types } = model.tokenizer.encode(words.join(' '));
        const [first, last] = tiny.ends;
        const expected = tiny.logits([first, ...ids, last]).slice(1, -1);
        const actual = await model.keep({ ids, types });
        expect(actual).toHaveLength(ids.length);
        expected.forEach(([drop, keep], piece) => {
          expect(actual[piece]).toBeCloseTo(keep - drop, 4);
        });
        const crowd = await Promise.all([1, 2, 3].map(() => model.keep({ ids, types })));
        for (const one of crowd) expect(one).toEqual(actual);
      }),
      { numRuns: 40 },
    );
  });
});

it('reads the vocab.txt of a BERT as its tokenizer.json', async () => {
  for (const cased of [false, true]) {
    const { 'tokenizer.json': _, ...files } = tinyBert({ cased }).files;
    const [bare, full] = [await load(files), await load(tinyBert({ cased }).files)];
    const text = 'The river at Geneva ROSE; the Keeper, José, closed the gate.';
    expect(bare.tokenizer.encode(text)).toEqual(full.tokenizer.encode(text));
    const { ids, types } = full.tokenizer.encode(text);
    expect(await bare.keep({ ids, types })).toEqual(await full.keep({ ids, types }));
  }
});

it('keeps what the label says that is named so', async () => {
  const { files } = tinyBert();
  const config = JSON.parse(String(files['config.json']));
  const turned = Buffer.from(JSON.stringify({ ...config, id2label: { 0: 'keep', 1: 'drop' } }));
  const [usual, other] = [await load(files), await load({ ...files, 'config.json': turned })];
  const pieces = usual.tokenizer.encode('the river rose');
  const scores = await usual.keep(pieces);
  expect(await other.keep(pieces)).toEqual(scores.map((score) => -score));
});

it('leaves room for the special pieces in the longest window, and refuses a longer one', async () => {
  const model = await load(tinyXlmR().files);
  expect(model.maxPieces).toBe(126);
  const ids = new Int32Array(127);
  await expect(async () => model.keep({ ids, types: new Uint8Array(127) })).rejects.toMatchObject({
    code: 'model',
    message: expect.stringContaining('128 at most'),
  });
  await expect(model.keep({ ids: ids.slice(1), types: new Uint8Array(126) })).resolves.toHaveLength(126);
});

it('never takes a label for what it denies', async () => {
  const label = (names: readonly string[]) => {
    const id2label = Object.fromEntries(names.entries());
    return readClassifierConfig({ architectures: ['BertForTokenClassification'], id2label }, 'tiny')
      .keepLabel;
  };
  for (const [drop, keep] of [
    ['not_keep', 'keep'],
    ['unpreserved', 'preserved'],
    ['doNotKeep', 'doKeep'],
    ["don't keep", 'KEEP'],
    ['KEEP_FALSE', 'KEEP_TRUE'],
    ['non-retained', 'B-RETAINED'],
    ['O', 'keep'],
  ] as const) {
    expect([drop, keep, label([drop, keep])]).toEqual([drop, keep, 1]);
    expect([keep, drop, label([keep, drop])]).toEqual([keep, drop, 0]);
  }
  expect(label(['keep'])).toBe(0);
  expect(label(['LABEL_0', 'LABEL_1'])).toBe(1);
});

it('is refused if the special pieces leave too little of a window', async () => {
  const { files } = tinyBert();
  const special = { id: 'X' };
  const loadWith = (positions: number) =>
    load({
      ...files,
      'config.json': edited(files['config.json'], { max_position_embeddings: positions }),
      'tokenizer.json': edited(files['tokenizer.json'], {
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ SpecialToken: special }, { Sequence: { id: 'A' } }, { SpecialToken: special }],
          special_tokens: { X: { id: 'X', ids: Array(8).fill(2) } },
        },
      }),
    });
  for (const positions of [60, 64])
    await expect(loadWith(positions)).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining(`${positions - 16} pieces`),
    });
  expect((await loadWith(65)).maxPieces).toBe(49);
});

describe('the ONNX file', () => {
  it('is refused if it does not give each piece as many logits as there are labels', async () => {
    const { files } = tinyBert();
    const oneLabel = edited(files['config.json'], { id2label: { 0: 'keep' } });
    const model = await load({ ...files, 'config.json': oneLabel });
    await expect(model.keep(model.tokenizer.encode('the river'))).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('logits has the shape 4 × 2, not 4'),
    });
  });

  it.each([
    ['1 × n', []],
    ['1 × n × 1', [1]],
  ] as const)('may give one logit as %s', async (_, more) => {
    const inputs = [{ name: 'input_ids', type: 'int64', shape: [1, 'length'] }] as const;
    const cast = { type: 'Cast', inputs: ['input_ids'], output: 'flat', attributes: { to: 1 } };
    const axis = { name: 'axis', shape: [1], values: BigInt64Array.of(2n) };
    const last =
      more.length === 0
        ? { type: 'Identity', inputs: ['flat'], output: 'logits' }
        : { type: 'Unsqueeze', inputs: ['flat', 'axis'], output: 'logits' };
    const outputs = [{ name: 'logits', type: 'float32', shape: [1, 'length', ...more] }] as const;
    const weights = more.length === 0 ? [] : [axis];
    const { files } = tinyBert();
    const model = await load({
      ...files,
      'config.json': edited(files['config.json'], { id2label: { 0: 'keep' } }),
      'onnx/model.onnx': onnxModel({ nodes: [cast, last], weights, inputs, outputs }),
    });
    const pieces = model.tokenizer.encode('the river rose');
    expect(await model.keep(pieces)).toEqual(Float32Array.from(pieces.ids));
  });

  it('is the quantised one if there are several, or the one that is named', async () => {
    const { files } = tinyBert();
    const onnx = files['onnx/model.onnx'] as Buffer;
    const folder = modelFolder({ ...files, 'onnx/model_int8.onnx': onnx, 'onnx/other.onnx': onnx });
    expect((await filesInFolder(folder, undefined)).onnx).toBe('onnx/model_int8.onnx');
    expect((await filesInFolder(folder, 'onnx/other.onnx')).onnx).toBe('onnx/other.onnx');
    await expect(filesInFolder(folder, 'onnx/none.onnx')).rejects.toThrow('onnx/none.onnx');
  });

  it.each([
    ['takes something else', ['input_ids', 'position_ids'], 'float32', 'position_ids (int64)'],
    ['takes no ids', ['attention_mask'], 'float32', 'no input_ids'],
    ['gives half precision', ['input_ids'], 'float16', 'float16'],
  ] as const)('is refused if it %s', async (_, names, type, message) => {
    const inputs = names.map((name) => ({ name, type: 'int64', shape: [1, 'length'] }) as const);
    const cast = {
      type: 'Cast',
      inputs: [names[0]],
      output: 'logits',
      attributes: { to: type === 'float16' ? 10 : 1 },
    };
    const sum = names.slice(1).map((name) => ({ type: 'Identity', inputs: [name], output: `${name}_too` }));
    const outputs = [{ name: 'logits', type, shape: [1, 'length'] }] as const;
    const file = onnxModel({ nodes: [cast, ...sum], weights: [], inputs, outputs });
    await expect(load({ ...tinyBert().files, 'onnx/model.onnx': file })).rejects.toThrow(message);
  });

  it('is refused if it is damaged', async () => {
    const files = { ...tinyBert().files, 'onnx/model.onnx': Buffer.from('no model') };
    await expect(load(files)).rejects.toMatchObject({ code: 'model' });
  });
});

describe('config.json', () => {
  it.each([
    [{ architectures: ['LlamaForCausalLM'] }, 'LlamaForCausalLM'],
    [{ id2label: { 0: 'O', 1: 'B-PER', 2: 'I-PER' } }, 'B-PER'],
    [{ max_position_embeddings: 50 }, 'too few'],
    [{ id2label: { 0: 'drop' } }, 'what to keep: drop'],
    [{ id2label: { 0: 'LABEL_0' } }, 'what to keep: LABEL_0'],
    [{ id2label: { 0: 'LABEL_1', 1: 'LABEL_0' } }, 'what to keep: LABEL_1, LABEL_0'],
    [{ id2label: { 0: 'keep', 1: 'kept' } }, 'what to keep: keep, kept'],
    [{ id2label: { 0: 'O', 1: 'X' } }, 'what to keep: O, X'],
    [{ id2label: { 0: 'not keep', 1: 'housekeeper' } }, 'what to keep'],
    [{ id2label: { 0: 'O', 7: 'keep' } }, 'what to keep'],
    [{ id2label: {}, num_labels: 1e9 }, '1000000000 without names'],
    [{ id2label: null, num_labels: 1 }, '1 without names'],
  ])('is refused with %o', async (change, message) => {
    const { files } = tinyBert();
    const config = { ...JSON.parse(String(files['config.json'])), ...change };
    await expect(load({ ...files, 'config.json': Buffer.from(JSON.stringify(config)) })).rejects.toThrow(
      message,
    );
  });

  it('is refused if it is no JSON', async () => {
    const broken = load({ ...tinyBert().files, 'config.json': Buffer.from('{') });
    await expect(broken).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('config.json'),
    });
  });
});

function edited(file: Buffer | undefined, change: object): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(String(file)), ...change }));
}

async function load(
  files: Readonly<Record<string, Buffer>>,
  options: { readonly threads?: number } = {},
): Promise<KeepModel> {
  const model = await loadTokenClassifier(
    'tiny',
    await filesInFolder(modelFolder(files), undefined),
    options,
  );
  onTestFinished(() => model.close());
  return model;
}
