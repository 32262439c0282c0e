import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelOfConfig } from '../../../../src/models/model-headers/config/geometry.ts';
import {
  activeParameters,
  type ModelGeometry,
  totalParameters,
} from '../../../../src/models/scout/geometry.ts';
import { modelPresets } from '../../../../src/models/scout/presets.ts';
import { PithError } from '../../../../src/pipeline/errors.ts';
import * as configurations from './configurations.ts';

type Config = Readonly<Record<string, unknown>>;

function read(config: unknown) {
  return modelOfConfig(config, 'a model', 'config.json');
}

/** How the layers look back: `full`, or the kind and its span. */
function views(config: Config): string[] {
  return read(config).model.layers.map(({ attention }) =>
    attention.type === 'recurrent' || attention.type === 'full'
      ? attention.type
      : `${attention.type} ${attention.span}`,
  );
}

function repeated(length: number, ...period: readonly string[]): string[] {
  return Array.from({ length }, (_, index) => period[index % period.length] as string);
}

describe('a preset', () => {
  it.each([
    ['scout', configurations.scout],
    ['maverick', configurations.maverick],
    ['llama-3.3-70b', configurations.llama70b],
    ['gemma-3-27b', configurations.gemma27b],
    ['qwen3-next-80b', configurations.qwenNext],
  ])('%s is what its configuration says', (name, config) => {
    const preset = modelPresets.get(name) as ModelGeometry;
    const { model, warnings } = read(config);
    const { vision, layers, hidden, vocabulary, tied, trainedContext, maxContext } = preset;
    expect(model.layers).toEqual(layers);
    expect(model).toMatchObject({ hidden, vocabulary, tied, trainedContext, maxContext });
    // Presets name the tower's parameters with two digits.
    expect(Math.abs(model.vision - vision)).toBeLessThanOrEqual(0.01 * vision);
    expect(warnings).toEqual([]);
  });
});

describe('the parameters of a published configuration', () => {
  it.each<[string, Config, number, number]>([
    ['Mistral 7B', configurations.mistral7b, 7.24, 7.24],
    ['Mixtral 8x7B', configurations.mixtral, 46.7, 12.9],
    ['Qwen2.5 7B', configurations.qwen25, 7.62, 7.62],
    ['Qwen3 4B', configurations.qwen3, 4.02, 4.02],
    ['Qwen3 30B-A3B', configurations.qwen3Moe, 30.5, 3.3],
    ['Gemma 2 9B', configurations.gemma2, 9.24, 9.24],
    ['DeepSeek-V3', configurations.deepseekV3, 671, 37],
    ['gpt-oss-120b', configurations.gptOss, 116.8, 5.7],
  ])('%s: %d billion, %d active', (_, config, total, active) => {
    const { model, warnings } = read(config);
    expect(Math.abs(totalParameters(model) / 1e9 / total - 1)).toBeLessThan(0.01);
    expect(Math.abs(activeParameters(model) / 1e9 / active - 1)).toBeLessThan(0.03);
    expect(warnings).toEqual([]);
  });
});

describe('what the layers see', () => {
  const { scout, mistral7b, mixtral, qwen25, qwen3, gemma2, gemma27b, gptOss } = configurations;
  const text = scout.text_config;
  const local = 'chunked 8192';
  it.each<[string, Config, string[]]>([
    ['all but each fourth layer chunks', text, [local, local, local, 'full']],
    [
      'chunks where positions are',
      { ...text, no_rope_layers: repeated(48, '1', '0').map(Number) },
      [local, 'full'],
    ],
    [
      'what a list of layers says',
      { ...text, layer_types: repeated(48, 'full_attention', 'chunked_attention') },
      ['full', local],
    ],
    ['everything without a chunk', { ...text, attention_chunk_size: null }, ['full']],
    ['a window in every layer', mistral7b, ['sliding 4096']],
    ['the window that the type has', { ...mistral7b, sliding_window: undefined }, ['sliding 4096']],
    ['everything where the window is null', mixtral, ['full']],
    ['everything where the window is switched off', qwen25, ['full']],
    ['everything', qwen3, ['full']],
    ['a window in every second layer', gemma2, ['sliding 4096', 'full']],
    ['a window in five of six', gemma27b, [...repeated(5, 'sliding 1024'), 'full']],
    ['a window as the list says', gptOss, ['sliding 128', 'full']],
    ['a window as the type has it', { ...gptOss, layer_types: undefined }, ['sliding 128', 'full']],
  ])('%s', (_, config, period) => {
    const given = JSON.parse(JSON.stringify(config)) as Config;
    const seen = views(given);
    expect(seen).toEqual(repeated(seen.length, ...period));
  });

  it('a window from some layer on', () => {
    const seen = views({ ...qwen25, use_sliding_window: true, max_window_layers: 20 });
    expect(seen).toEqual([...repeated(20, 'full'), ...repeated(8, 'sliding 131072')]);
  });

  it('one key for all heads where attention is latent', () => {
    const { attention } = read(configurations.deepseekV3).model.layers[0] as ModelGeometry['layers'][number];
    expect(attention).toMatchObject({ heads: 128, kvHeads: 1, keyLength: 576, valueLength: 0 });
  });
});

describe('which layers have experts', () => {
  const experts = (config: Config) =>
    read(config).model.layers.flatMap(({ feedForward }, layer) => (feedForward.experts > 0 ? [layer] : []));
  const { qwen3Moe, deepseekV3, maverick } = configurations;
  const eight = { ...qwen3Moe, num_hidden_layers: 8 };
  it.each<[string, Config, number[]]>([
    ['all', eight, [0, 1, 2, 3, 4, 5, 6, 7]],
    ['all but those that are named', { ...eight, mlp_only_layers: [0, 5] }, [1, 2, 3, 4, 6, 7]],
    ['each second', { ...eight, decoder_sparse_step: 2 }, [1, 3, 5, 7]],
    ['those after the first three', { ...deepseekV3, num_hidden_layers: 6 }, [3, 4, 5]],
    [
      'each second of Maverick',
      { ...maverick.text_config, num_hidden_layers: 4, no_rope_layers: null },
      [1, 3],
    ],
    ['those that are listed', { ...maverick.text_config, moe_layers: [0, 47] }, [0, 47]],
    ['none', { ...eight, num_experts: 0 }, []],
  ])('%s', (_, config, layers) => {
    expect(experts(config)).toEqual(layers);
  });
});

describe('a configuration of an unknown type', () => {
  const unknown = { ...configurations.mistral7b, model_type: 'novel', sliding_window: null };

  it('is read by the usual keys, which is said', () => {
    const { model, warnings } = read(unknown);
    expect(totalParameters(model) / 1e9).toBeCloseTo(7.24, 2);
    expect(warnings).toEqual([expect.stringContaining('type novel')]);
  });

  it('may have a vision tower, of which it is said that it is not counted', () => {
    const { model, warnings } = read({ ...configurations.llama70b, vision_config: { model_type: 'novel' } });
    expect(model.vision).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('vision tower, of the type novel')]);
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'it is no JSON object'],
    ['nothing', null, 'it is no JSON object'],
    ['other keys', { model_type: 'gpt2', n_embd: 768, n_layer: 12 }, 'hidden_size is missing'],
    ['a width in words', { ...unknown, hidden_size: '4096' }, 'hidden_size is "4096"'],
    ['a width of no whole number', { ...unknown, hidden_size: 1.5 }, 'hidden_size is 1.5'],
    ['a negative width', { ...unknown, intermediate_size: -1 }, 'intermediate_size is -1'],
    ['no vocabulary', { ...unknown, vocab_size: null }, 'vocab_size is missing'],
    ['no layers', { ...unknown, num_hidden_layers: 0 }, 'num_hidden_layers is 0'],
    ['too many layers', { ...unknown, num_hidden_layers: 1e9 }, 'num_hidden_layers is 1000000000'],
    [
      'layers of an unknown kind',
      { ...unknown, layer_types: repeated(32, 'mamba') },
      'layer_types holds "mamba"',
    ],
    ['too few kinds of layers', { ...unknown, layer_types: ['full_attention'] }, 'layer_types has 1 items'],
    [
      'experts of which none is used',
      { ...unknown, num_experts: 8 },
      'num_experts_per_tok or experts_per_token is missing',
    ],
    [
      'a window of no length',
      { ...unknown, layer_types: repeated(32, 'sliding_attention') },
      'sliding_window is missing',
    ],
  ])('is refused with %s', (_, config, message) => {
    expect(() => read(config)).toThrow(
      expect.objectContaining({
        code: 'model',
        at: { document: 'config.json' },
        message: `config.json is no model to plan for: ${message}`,
      }),
    );
  });

  it('is read or refused, whatever it holds', () => {
    const keys = Object.keys({
      ...configurations.deepseekV3,
      ...configurations.qwenNext,
      ...configurations.gptOss,
    });
    const value = fc.oneof(fc.nat(40), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 4 }), (changes) => {
        try {
          const { model } = read({ ...configurations.qwen3Moe, ...Object.fromEntries(changes) });
          expect(totalParameters(model)).toBeGreaterThan(0);
        } catch (error) {
          expect(PithError.isInstance(error)).toBe(true);
        }
      }),
    );
  });
});
