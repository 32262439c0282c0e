import { unigramTokenizer } from '../unigram/unigram-tokenizer.ts';
import { bytesOf, type OnnxNode, type OnnxTensor, onnxModel } from './onnx-writer.ts';

/** A token classifier small enough to be computed by hand, and what it computes. */
export interface TinyModel {
  /** Path to contents, as in a repository. */
  readonly files: Readonly<Record<string, Buffer>>;
  /** Ids of the special pieces that begin and end a window. */
  readonly ends: readonly [number, number];
  idOf(piece: string): number;
  /** The logits of a whole window, piece by piece: one to drop and one to keep it. */
  logits(ids: readonly number[]): readonly (readonly [drop: number, keep: number])[];
}

/** Words that the models keep at any price, and by how much. */
export const precious: Readonly<Record<string, number>> = {
  river: 6,
  geneva: 5,
  gate: 4,
  keeper: 3,
  march: 2,
};

const words =
  'the a of and in to it was at on by not committee met budget lock night wrote down rose closed had is more for with'.split(
    ' ',
  );
/** But for `a`, which is a word. */
const letters = 'bcdefghijklmnopqrstuvwxyz0123456789'.split('');
const CONTEXT_WEIGHT = 0.5;

/** BERT: WordPiece, token types, an ONNX file in the folder `onnx`. */
export function tinyBert(options: { readonly cased?: boolean; readonly external?: boolean } = {}): TinyModel {
  const { cased = false, external = false } = options;
  const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  const names = [...Object.keys(precious), ...words];
  const vocabulary = [
    '[PAD]',
    '[UNK]',
    '[CLS]',
    '[SEP]',
    '.',
    ',',
    ';',
    ...(cased ? [...names, ...names.map(capital)] : names),
    ...letters,
    ...['a', ...letters].map((letter) => `##${letter}`),
  ];
  const model = network(vocabulary, { hasTypes: true, ...(external ? { external: 'model.onnx_data' } : {}) });
  const tokenizer = {
    version: '1.0',
    added_tokens: [],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: !cased,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])),
    },
  };
  return {
    files: {
      'config.json': json({ ...config('BertForTokenClassification'), max_position_embeddings: 128 }),
      'tokenizer.json': json(tokenizer),
      'vocab.txt': Buffer.from(`${vocabulary.join('\n')}\n`),
      'tokenizer_config.json': json({ do_lower_case: !cased }),
      'README.md': Buffer.from('---\nlanguage: en\nlicense: apache-2.0\n---\n\n# Tiny\n'),
      'onnx/model.onnx': model.file,
      ...(external ? { 'onnx/model.onnx_data': model.weights } : {}),
    },
    ends: [2, 3],
    idOf: (piece) => vocabulary.indexOf(piece),
    logits: model.logits,
  };
}

/** XLM-R: Unigram, no token types, the ONNX file beside the others, positions from 2 on. */
export function tinyXlmR(): TinyModel {
  const names = [...Object.keys(precious), ...words];
  const pieces = ['▁', ...names.map((name) => `▁${name}`), 'a', ...letters, '.', ',', ';'];
  const vocabulary = [
    ...['<s>', '<pad>', '</s>', '<unk>'].map((piece) => [piece, 0] as const),
    ...pieces.map((piece) => [piece, piece.length > 2 ? -4 : -8] as const),
    ['<mask>', 0] as const,
  ];
  const all = vocabulary.map(([piece]) => piece);
  const model = network(all, { hasTypes: false });
  const metaspace = { type: 'Metaspace', replacement: '▁', add_prefix_space: true };
  const split = { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] };
  return {
    files: {
      'config.json': json({ ...config('XLMRobertaForTokenClassification'), max_position_embeddings: 130 }),
      'tokenizer.json': json(unigramTokenizer(vocabulary, { normalizer: null, pre_tokenizer: split })),
      'model.onnx': model.file,
    },
    ends: [0, 2],
    idOf: (piece) => all.indexOf(piece),
    logits: model.logits,
  };
}

function config(architecture: string) {
  return { architectures: [architecture], id2label: { 0: 'LABEL_0', 1: 'LABEL_1' } };
}

/**
 * Each piece has two logits of its own; to them comes half the mean over the window, so that what stands around a
 * piece, special ones included, shows in its score.
 */
function network(
  vocabulary: readonly string[],
  { hasTypes, external }: { hasTypes: boolean; external?: string },
) {
  const embedding = new Float32Array(vocabulary.length * 2);
  vocabulary.forEach((piece, id) => {
    const word = piece.replace('▁', '').toLowerCase();
    embedding[2 * id] = ((id * 37) % 11) / 10;
    embedding[2 * id + 1] = precious[word] ?? -2 - ((id * 53) % 13) / 10;
  });
  const types = Float32Array.of(0.25, -0.125, 100, 100);
  const own = hasTypes ? ['tokens', 'typed'] : ['tokens'];
  const nodes: OnnxNode[] = [
    { type: 'Gather', inputs: ['embedding', 'input_ids'], output: 'tokens' },
    ...(hasTypes ? [{ type: 'Gather', inputs: ['types', 'token_type_ids'], output: 'typed' }] : []),
    { type: own.length > 1 ? 'Add' : 'Identity', inputs: own, output: 'sum' },
    { type: 'Cast', inputs: ['attention_mask'], output: 'floats', attributes: { to: 1 } },
    { type: 'Unsqueeze', inputs: ['floats', 'axis'], output: 'mask' },
    { type: 'Mul', inputs: ['sum', 'mask'], output: 'seen' },
    { type: 'ReduceMean', inputs: ['seen'], output: 'mean', attributes: { axes: [1], keepdims: 1 } },
    { type: 'Mul', inputs: ['mean', 'weight'], output: 'context' },
    { type: 'Add', inputs: ['seen', 'context'], output: 'logits' },
  ];
  const weights: OnnxTensor[] = [
    {
      name: 'embedding',
      shape: [vocabulary.length, 2],
      values: embedding,
      ...(external === undefined ? {} : { external }),
    },
    ...(hasTypes ? [{ name: 'types', shape: [2, 2], values: types }] : []),
    { name: 'axis', shape: [1], values: BigInt64Array.of(2n) },
    { name: 'weight', shape: [1], values: Float32Array.of(CONTEXT_WEIGHT) },
  ];
  const names = ['input_ids', 'attention_mask', ...(hasTypes ? ['token_type_ids'] : [])];
  const inputs = names.map((name) => ({ name, type: 'int64', shape: [1, 'length'] }) as const);
  const outputs = [{ name: 'logits', type: 'float32', shape: [1, 'length', 2] }] as const;

  const logits = (ids: readonly number[]) => {
    const row = (id: number, label: number) =>
      (embedding[2 * id + label] as number) + (hasTypes ? (types[label] as number) : 0);
    const mean = (label: number) => ids.reduce((sum, id) => sum + row(id, label), 0) / ids.length;
    return ids.map(
      (id) => [0, 1].map((label) => row(id, label) + CONTEXT_WEIGHT * mean(label)) as [number, number],
    );
  };
  return { file: onnxModel({ nodes, weights, inputs, outputs }), weights: bytesOf(embedding), logits };
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
