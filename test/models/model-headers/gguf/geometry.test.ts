import { describe, expect, it } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import { ggufHeader, type TypedValue, type WrittenTensor } from '../../../../bench/planner/gguf-writer.mjs';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import { modelContents, modelNames } from '../../../../bench/planner/models.mjs';
import type { FoundModel } from '../../../../src/models/model-headers/found-model.ts';
import { modelOfGguf } from '../../../../src/models/model-headers/gguf/geometry.ts';
import { readGgufHeader } from '../../../../src/models/model-headers/gguf/header.ts';
import {
  activeParameters,
  type ModelGeometry,
  parameterCounts,
  totalParameters,
} from '../../../../src/models/scout/geometry.ts';
import { cacheBytes } from '../../../../src/models/scout/kv-cache.ts';
import { modelPresets } from '../../../../src/models/scout/presets.ts';
import { activeBytes, fileBytes, type Quantisation } from '../../../../src/models/scout/weights.ts';

interface Contents {
  readonly metadata: Readonly<Record<string, TypedValue | undefined>>;
  readonly tensors: readonly WrittenTensor[];
}

async function read({ metadata, tensors }: Contents): Promise<FoundModel> {
  const given = Object.entries(metadata).filter(([, value]) => value !== undefined);
  const bytes = ggufHeader({ metadata: Object.fromEntries(given) as Record<string, TypedValue>, tensors });
  async function* whole() {
    yield bytes;
  }
  return modelOfGguf(await readGgufHeader(whole(), 'a.gguf'));
}

/** The model with some metadata of its architecture changed, or taken away. */
function changed(
  name: string,
  changes: Readonly<Record<string, TypedValue | undefined>>,
): Promise<FoundModel> {
  const contents = modelContents(name);
  const prefix = contents.metadata['general.architecture']?.string;
  const named = Object.entries(changes).map(([key, value]) => [`${prefix}.${key}`, value] as const);
  return read({ ...contents, metadata: { ...contents.metadata, ...Object.fromEntries(named) } });
}

/** How the layers look back: `full`, or the kind and its span. */
function views({ layers }: ModelGeometry): string[] {
  return layers.map(({ attention }) =>
    attention.type === 'recurrent' || attention.type === 'full'
      ? attention.type
      : `${attention.type} ${attention.span}`,
  );
}

function repeated(length: number, ...period: readonly string[]): string[] {
  return Array.from({ length }, (_, index) => period[index % period.length] as string);
}

describe('the model of a GGUF header', () => {
  it.each(modelNames)('%s: its weights take the bytes of its tensors', async (name) => {
    const contents = modelContents(name);
    const { model, quantisation, warnings } = await read(contents);
    const sum = (of: readonly WrittenTensor[]) => of.reduce((total, { bytes }) => total + bytes, 0);
    expect(fileBytes(model, quantisation as Quantisation)).toBeCloseTo(sum(contents.tensors), 3);
    const elements = contents.tensors.flatMap(({ shape }) =>
      shape.reduce((product, one) => product * one, 1),
    );
    expect(totalParameters(model)).toBe(elements.reduce((total, one) => total + one, 0));
    expect(quantisation).toMatchObject({ name: 'q4_k', format: 'gguf' });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['scout-109b', 'scout'],
    ['gemma3-27b', 'gemma-3-27b'],
    ['qwen3-next-80b', 'qwen3-next-80b'],
  ])('%s is that of the preset %s', async (name, preset) => {
    const { model } = await read(modelContents(name));
    const known = modelPresets.get(preset) as ModelGeometry;
    const kept = ({ layers }: ModelGeometry) => layers.map(({ attention: { parameters, ...rest } }) => rest);
    expect(kept(model)).toEqual(kept(known));
    expect(activeParameters(model) / activeParameters(known)).toBeCloseTo(1, 3);
    const { maxContext, trainedContext, hidden, tied } = known;
    expect(model).toMatchObject({ maxContext, trainedContext, hidden, tied });
    for (const [part, count] of Object.entries(parameterCounts({ ...known, vision: 0 }))) {
      const own = parameterCounts(model)[part as keyof ReturnType<typeof parameterCounts>];
      expect(Math.abs(own - count), part).toBeLessThanOrEqual(0.002 * count);
    }
  });

  it('has the bytes of its experts apart from what every token passes', async () => {
    const contents = modelContents('qwen3-30b-a3b');
    const { model, quantisation } = await read(contents);
    expect(activeParameters(model) / 1e9).toBeCloseTo(3.35, 2);
    const { bits } = quantisation as Quantisation;
    expect(bits.gateUp).toBe(4.5);
    expect(bits.down).toBe((4.5 + 6.5625) / 2);
    expect(bits.head).toBe(6.5625);
    expect(bits.router).toBe(32);
    // A token reads 8 of 128 experts, and looks up one row of the embeddings.
    const passed = contents.tensors.reduce((sum, { name, bytes }) => {
      if (name === 'token_embd.weight') return sum;
      return sum + (name.includes('_exps') ? (bytes * 8) / 128 : bytes);
    }, 0);
    expect(activeBytes(model, quantisation as Quantisation)).toBeCloseTo(passed, 3);
  });

  it('keeps one key for all heads where attention is latent', async () => {
    const { model } = await read(modelContents('deepseek-v2-lite'));
    expect(model.layers[5]?.attention).toMatchObject({
      heads: 16,
      kvHeads: 1,
      keyLength: 576,
      valueLength: 0,
    });
    expect(model.layers[0]?.feedForward.experts).toBe(0);
    expect(model.layers[1]?.feedForward).toMatchObject({ experts: 64, used: 6 });
  });
});

describe('the layers that see only what is near', () => {
  it.each<[string, Readonly<Record<string, TypedValue | undefined>>, string[]]>([
    ['scout-109b', {}, ['chunked 8192', 'chunked 8192', 'chunked 8192', 'full']],
    [
      'scout-109b',
      { 'attention.chunk_size': { u32: 4096 } },
      ['chunked 4096', 'chunked 4096', 'chunked 4096', 'full'],
    ],
    ['scout-109b', { 'attention.sliding_window': { u32: 0 } }, ['full']],
    ['gemma3-27b', { 'attention.sliding_window_pattern': { u32: 2 } }, ['sliding 1024', 'full']],
    ['gemma3-27b', { 'attention.sliding_window_pattern': { u32: 0 } }, ['sliding 1024']],
    [
      'gemma3-27b',
      { 'attention.sliding_window_pattern': { bool: repeated(62, 'a', 'b').map((one) => one === 'b') } },
      ['full', 'sliding 1024'],
    ],
    [
      'qwen3-next-80b',
      { full_attention_interval: undefined },
      ['recurrent', 'recurrent', 'recurrent', 'full'],
    ],
    ['qwen3-next-80b', { full_attention_interval: { u32: 2 } }, ['recurrent', 'full']],
    [
      'qwen3-next-80b',
      { 'attention.recurrent_layers': { bool: repeated(48, 'a', 'b').map((one) => one === 'a') } },
      ['recurrent', 'full'],
    ],
    [
      'llama-8b',
      { 'attention.head_count_kv': { u32: repeated(32, '8', '0').map(Number) } },
      ['full', 'recurrent'],
    ],
  ])('%s with %j', async (name, changes, period) => {
    const { model } = await changed(name, changes);
    expect(views(model)).toEqual(repeated(model.layers.length, ...period));
  });

  it('are not guessed: without a pattern, a window is a warning', async () => {
    const { model, warnings } = await changed('llama-8b', { 'attention.sliding_window': { u32: 4096 } });
    expect(views(model)).toEqual(repeated(32, 'full'));
    expect(warnings).toEqual([expect.stringContaining('window of 4096 tokens')]);
  });
});

describe('keys and values', () => {
  it('may differ from layer to layer', async () => {
    const counts = Array.from({ length: 32 }, (_, layer) => (layer < 16 ? 8 : 2));
    const { model } = await changed('llama-8b', { 'attention.head_count_kv': { u32: counts } });
    const shape = {
      context: 1000,
      type: 'f16',
      inFlight: 1,
      fullLocalCache: false,
      padding: 1,
      tensor: 1,
    } as const;
    expect(cacheBytes(model.layers, shape)).toBe(1000 * 16 * (8 + 2) * 256 * 2);
  });

  it('of an earlier layer are kept once', async () => {
    const { model } = await changed('llama-8b', { 'attention.shared_kv_layers': { u32: 12 } });
    const shape = {
      context: 1000,
      type: 'f16',
      inFlight: 1,
      fullLocalCache: false,
      padding: 1,
      tensor: 1,
    } as const;
    expect(cacheBytes(model.layers, shape)).toBe(1000 * 20 * 8 * 256 * 2);
  });

  it('have the usual lengths where none are named', async () => {
    const lengths = { 'attention.key_length': undefined, 'attention.value_length': undefined };
    const { model } = await changed('llama-8b', lengths);
    expect(model.layers[0]?.attention).toMatchObject({ keyLength: 128, valueLength: 128 });
  });
});

it('a model of states alone has no heads', async () => {
  const { model } = await changed('qwen3-next-80b', {
    'attention.head_count': undefined,
    'attention.head_count_kv': undefined,
  });
  const shape = {
    context: 9,
    type: 'f16',
    inFlight: 1,
    fullLocalCache: false,
    padding: 1,
    tensor: 1,
  } as const;
  // A matrix of 128 by 128 for each of 32 heads, and three tokens of 8192 elements.
  expect(cacheBytes(model.layers, shape)).toBe(48 * 4 * (32 * 128 * 128 + 3 * 8192));
});

it('layers that only guess further tokens are not counted, which is said', async () => {
  const { model, warnings } = await changed('llama-8b', { nextn_predict_layers: { u32: 1 } });
  expect(model.layers).toHaveLength(31);
  expect(warnings).toEqual([expect.stringMatching(/^0\.1 GB of layers beyond/)]);
});

it('experts may each have their own tensors', async () => {
  const { metadata, tensors } = modelContents('llama-8b');
  const apart = tensors.flatMap((tensor) => {
    const [, layer, kind] = /^blk\.(\d+)\.(ffn_(?:gate|up|down))\.weight$/.exec(tensor.name) ?? [];
    if (kind === undefined) return [tensor];
    return [0, 1, 2, 3].map((expert) => ({ ...tensor, name: `blk.${layer}.${kind}.${expert}.weight` }));
  });
  const { model } = await read({ metadata, tensors: apart });
  expect(model.layers[3]?.feedForward).toMatchObject({ experts: 4, down: 4096 * 14_336 });
});

describe('a header that is none of a language model', () => {
  it.each<[Readonly<Record<string, TypedValue | undefined>>, string]>([
    [{ block_count: undefined }, 'llama.block_count is missing'],
    [{ block_count: { u32: 0 } }, 'llama.block_count is 0'],
    [{ block_count: { u32: 4_000_000_000 } }, 'llama.block_count is 4000000000'],
    [{ block_count: { string: 'many' } }, 'llama.block_count is "many"'],
    [{ block_count: { f32: 1.5 } }, 'llama.block_count is 1.5'],
    [{ 'attention.head_count': { u32: 0 } }, 'llama.attention.head_count is 0'],
    [{ 'attention.head_count': undefined }, 'llama.attention.head_count is missing'],
    [{ 'attention.head_count_kv': { u32: [8, 8] } }, 'llama.attention.head_count_kv is a list of 2'],
    [{ context_length: undefined }, 'llama.context_length is missing'],
  ])('is refused: %j', async (changes, message) => {
    await expect(changed('llama-8b', changes)).rejects.toMatchObject({
      code: 'model',
      at: { document: 'a.gguf' },
      message: expect.stringContaining(message),
    });
  });

  it.each([
    [{ tensors: [] }, 'token_embd.weight'],
    [{ metadata: {} }, 'general.architecture is missing'],
  ])('is refused: %j', async (part, message) => {
    const broken = read({ ...modelContents('llama-8b'), ...part });
    await expect(broken).rejects.toMatchObject({ code: 'model', message: expect.stringContaining(message) });
  });
});
