import { type Layer, type ModelGeometry, type ParameterCounts, parameterCounts } from './geometry.ts';

/** Bits of a parameter, scales included, by the part it belongs to. */
type Bits = Readonly<Record<keyof ParameterCounts, number>>;

/** How the weights of a model are stored. */
export interface Quantisation {
  /** As users name it. */
  readonly name: string;
  /** GGUF files are for llama.cpp alone, the others for vLLM, SGLang and transformers. */
  readonly format: 'safetensors' | 'gguf';
  readonly bits: Bits;
}

// Bits of the blocks of GGUF, scales included: bytes of a block over its elements.
const Q8_0 = 8.5;
const Q6_K = 6.5625;
const Q4_K = 4.5;
const Q3_K = 3.4375;
const Q2_K = 2.625;
const IQ2_XXS = 2.0625;
const IQ1_S = 1.5625;

/** Everything alike, but for the vision tower, which stays in 16 bits. */
function uniform(bits: number, others: Partial<Bits> = {}): Bits {
  const all = bits;
  return {
    attention: all,
    gateUp: all,
    down: all,
    shared: all,
    router: Math.max(all, 16),
    embedding: all,
    head: all,
    vision: 16,
    ...others,
  };
}

const kept16 = { embedding: 16, head: 16 };
const gguf = { router: 32, head: Q6_K };

/**
 * The quantisations, each with the published size of Scout that it reproduces (GB): bf16 217.3, fp8 111.6, int4 62.0 to 66.5,
 * nvfp4 65 to 70, q8_0 114.5, q4_k_m 67 with the vision tower. `q4_0`, `q2_k` and `iq1_s` are the mixes of the files that
 * were measured on an H100 (data/measurements/h100-llama-cpp.json).
 */
const all: readonly Quantisation[] = [
  { name: 'bf16', format: 'safetensors', bits: uniform(16) },
  { name: 'fp8', format: 'safetensors', bits: uniform(8, kept16) },
  // Groups of 128 with a 16-bit scale and a zero point; recipes leave attention in 16 bits.
  { name: 'int4', format: 'safetensors', bits: uniform(4.25, { ...kept16, attention: 16 }) },
  // Groups of 16 with an 8-bit scale.
  { name: 'nvfp4', format: 'safetensors', bits: uniform(4.5, { ...kept16, attention: 16 }) },
  { name: 'q8_0', format: 'gguf', bits: uniform(Q8_0, { router: 32 }) },
  // Half of the down projections, and the output, in 6 bits.
  { name: 'q4_k_m', format: 'gguf', bits: uniform(Q4_K, { ...gguf, down: (Q4_K + Q6_K) / 2 }) },
  { name: 'q4_0', format: 'gguf', bits: uniform(4.5, { ...gguf, embedding: Q8_0 }) },
  {
    name: 'q2_k',
    format: 'gguf',
    bits: uniform(Q4_K, { ...gguf, gateUp: Q2_K, down: Q3_K, embedding: Q8_0 }),
  },
  {
    name: 'iq1_s',
    format: 'gguf',
    bits: uniform(Q4_K, { ...gguf, gateUp: IQ1_S, down: IQ2_XXS, embedding: Q8_0 }),
  },
];

/** By name. */
export const quantisations: ReadonlyMap<string, Quantisation> = new Map(all.map((one) => [one.name, one]));

/** Bytes of some layers' weights by part; `embedding`, `head` and `vision` are those of the whole model. */
export function weightBytes(
  model: ModelGeometry,
  { bits }: Quantisation,
  layers: readonly Layer[] = model.layers,
): ParameterCounts {
  const counts = parameterCounts(model, layers);
  const of = (part: keyof ParameterCounts) => (counts[part] * bits[part]) / 8;
  return {
    attention: of('attention'),
    gateUp: of('gateUp'),
    down: of('down'),
    shared: of('shared'),
    router: of('router'),
    embedding: of('embedding'),
    head: of('head'),
    vision: of('vision'),
  };
}

/** Bytes of a model's weights on disk. */
export function fileBytes(model: ModelGeometry, quantisation: Quantisation): number {
  return Object.values(weightBytes(model, quantisation)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes that one token of text reads of the weights: the experts that it passes, and everything that all tokens pass. */
export function activeBytes(model: ModelGeometry, { bits }: Quantisation): number {
  const ofLayers = model.layers.reduce((sum, { attention, feedForward }) => {
    const { experts, used, gateUp, down, shared, router } = feedForward;
    const copies = experts === 0 ? 1 : used;
    return (
      sum +
      attention.parameters * bits.attention +
      copies * (gateUp * bits.gateUp + down * bits.down) +
      shared * bits.shared +
      router * bits.router
    );
  }, 0);
  const head = model.vocabulary * model.hidden * (model.tied ? bits.embedding : bits.head);
  return (ofLayers + head) / 8;
}
