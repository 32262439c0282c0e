import type { ModelGeometry } from './geometry.ts';
import { attentionOf, deltaAttention, denseOf, expertsOf, layersOf } from './layers.ts';

const LLAMA_4 = { hidden: 5120, heads: 40, kvHeads: 8, headLength: 128 };
/** Llama 4: three layers in four see chunks of this many tokens; the fourth has no positions and sees everything. */
const CHUNK = 8192;
/** Llama 4's vision tower and projection: 108.64 B parameters in all, less 107.77 B of text. */
const LLAMA_4_VISION = 0.87e9;

/** Llama 4 Scout, from its published configuration: 17 B active of 109 B parameters. */
const scout: ModelGeometry = {
  name: 'Llama 4 Scout',
  repository: 'meta-llama/Llama-4-Scout-17B-16E-Instruct',
  checkpoints: {
    fp8: 'RedHatAI/Llama-4-Scout-17B-16E-Instruct-FP8-dynamic',
    int4: 'RedHatAI/Llama-4-Scout-17B-16E-Instruct-quantized.w4a16',
    nvfp4: 'nvidia/Llama-4-Scout-17B-16E-Instruct-FP4',
  },
  hidden: 5120,
  layers: layersOf(48, (index) => ({
    attention: llama4Attention(index),
    feedForward: expertsOf({ hidden: 5120, experts: 16, used: 1, width: 8192, sharedWidth: 8192 }),
  })),
  vocabulary: 202_048,
  tied: false,
  vision: LLAMA_4_VISION,
  trainedContext: 262_144,
  maxContext: 10_485_760,
};

/** Llama 4 Maverick: experts in every second layer, 17 B active of 402 B parameters. */
const maverick: ModelGeometry = {
  ...scout,
  name: 'Llama 4 Maverick',
  repository: 'meta-llama/Llama-4-Maverick-17B-128E-Instruct',
  checkpoints: { fp8: 'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8' },
  layers: layersOf(48, (index) => ({
    attention: llama4Attention(index),
    feedForward:
      index % 2 === 0
        ? denseOf(5120, 16_384)
        : expertsOf({ hidden: 5120, experts: 128, used: 1, width: 8192, sharedWidth: 8192 }),
  })),
  maxContext: 1_048_576,
};

function llama4Attention(index: number) {
  return (index + 1) % 4 === 0 ? attentionOf(LLAMA_4) : attentionOf(LLAMA_4, 'chunked', CHUNK);
}

/** A dense model with grouped queries, whose every layer sees everything. */
const llama70b: ModelGeometry = {
  name: 'Llama 3.3 70B',
  repository: 'meta-llama/Llama-3.3-70B-Instruct',
  hidden: 8192,
  layers: layersOf(80, () => ({
    attention: attentionOf({ hidden: 8192, heads: 64, kvHeads: 8, headLength: 128 }),
    feedForward: denseOf(8192, 28_672),
  })),
  vocabulary: 128_256,
  tied: false,
  vision: 0,
  trainedContext: 131_072,
  maxContext: 131_072,
};

const GEMMA_3_27B = { hidden: 5376, heads: 32, kvHeads: 16, headLength: 128 };

/** A dense model of which five layers in six see a sliding window. */
const gemma27b: ModelGeometry = {
  name: 'Gemma 3 27B',
  repository: 'google/gemma-3-27b-it',
  hidden: 5376,
  layers: layersOf(62, (index) => ({
    attention: (index + 1) % 6 === 0 ? attentionOf(GEMMA_3_27B) : attentionOf(GEMMA_3_27B, 'sliding', 1024),
    feedForward: denseOf(5376, 21_504),
  })),
  vocabulary: 262_208,
  tied: true,
  vision: 0.42e9,
  trainedContext: 131_072,
  maxContext: 131_072,
};

/** A model of experts of which three layers in four keep a state of constant size. */
const qwenNext: ModelGeometry = {
  name: 'Qwen3-Next 80B',
  repository: 'Qwen/Qwen3-Next-80B-A3B-Instruct',
  hidden: 2048,
  layers: layersOf(48, (index) => ({
    attention:
      (index + 1) % 4 === 0
        ? attentionOf({ hidden: 2048, heads: 16, kvHeads: 2, headLength: 256, gated: true })
        : deltaAttention({
            hidden: 2048,
            keyHeads: 16,
            valueHeads: 32,
            keyLength: 128,
            valueLength: 128,
            convolution: 4,
          }),
    feedForward: expertsOf({ hidden: 2048, experts: 512, used: 10, width: 512, sharedWidth: 512 }),
  })),
  vocabulary: 151_936,
  tied: false,
  vision: 0,
  trainedContext: 262_144,
  maxContext: 262_144,
};

/** The models that can be planned for by name. */
export const modelPresets: ReadonlyMap<string, ModelGeometry> = new Map([
  ['scout', scout],
  ['maverick', maverick],
  ['llama-3.3-70b', llama70b],
  ['gemma-3-27b', gemma27b],
  ['qwen3-next-80b', qwenNext],
]);
