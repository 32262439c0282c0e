import type { KvType } from './kv-cache.ts';
import type { AttentionKernel } from './scores.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** The engines that can be planned for. */
export type EngineName = 'llama.cpp' | 'vllm' | 'sglang' | 'transformers';

/** What a plan has to know of an engine. */
export interface EngineProfile {
  readonly name: EngineName;
  readonly format: 'safetensors' | 'gguf';
  readonly kvTypes: readonly KvType[];
  readonly kernel: AttentionKernel;
  /** Cells of a cache come in multiples of this. */
  readonly padding: number;
  /** Tokens that one step of the prefill reads, unless the user says otherwise. */
  readonly microBatch: number;
  /** Bytes on each GPU that hold neither weights, nor cache, nor activations. */
  readonly fixed: number;
  /** As many more on each GPU where several work together. */
  readonly communication: number;
  /** The share of a GPU's memory that the engine may use. */
  readonly usable: number;
  /** How a model is spread: matrices over the ranks of a machine, or whole layers. */
  readonly spread: 'tensors' | 'layers';
  /** The share of a device's published operations a second that a prefill reaches: in the layers' matrices, and in attention. */
  readonly prefill: { readonly matrices: number; readonly attention: number };
  /** Decoding: seconds of each layer beside its memory traffic, and the share of the bandwidth that reading weights and KV reach. */
  readonly decode: {
    readonly layerSeconds: number;
    readonly weights: number;
    readonly kv: Readonly<Partial<Record<KvType, number>>>;
  };
  /** Where the figures come from. */
  readonly origin: string;
}

const vllm: EngineProfile = {
  name: 'vllm',
  format: 'safetensors',
  kvTypes: ['f16', 'fp8'],
  kernel: 'flash',
  padding: 16,
  microBatch: 8192,
  fixed: 4 * GIB,
  communication: 4 * GIB,
  usable: 0.9,
  spread: 'tensors',
  prefill: { matrices: 0.4156, attention: 0.4156 },
  decode: { layerSeconds: 0.000_1, weights: 0.6, kv: { f16: 0.6, fp8: 0.6 } },
  origin: 'from public runs; decoding is estimated',
};

/**
 * Of llama.cpp: fitted to 43 contexts and a prefill of 262K tokens at Scout's geometry on one H100
 * (data/measurements/h100-llama-cpp.json).
 *
 * Of vLLM, from public runs of Scout: prefills on 8 H200 work out at 411 TFLOP/s a GPU; one log gives 89.71 GiB of 8 H200 to the
 * cache, which leaves 10.8 for the rest, 2 of them block tables of 256 sequences that a launch for one long context avoids.
 * Of SGLang: one public prefill of 2.1M tokens on 8 H200 in 403 s. Decoding of both, and transformers, are estimates.
 */
export const engineProfiles: Readonly<Record<EngineName, EngineProfile>> = {
  'llama.cpp': {
    name: 'llama.cpp',
    format: 'gguf',
    kvTypes: ['f16', 'q8_0', 'q4_0'],
    kernel: 'flash',
    padding: 256,
    microBatch: 2048,
    // The CUDA context 527 MiB, its libraries 68, memory pools 112.
    fixed: 707 * MIB,
    communication: 0,
    usable: 1,
    spread: 'layers',
    prefill: { matrices: 0.1035, attention: 0.127 },
    decode: { layerSeconds: 0.000_164, weights: 1, kv: { f16: 0.7, q8_0: 0.124, q4_0: 0.06 } },
    origin: 'measured on one H100',
  },
  vllm,
  sglang: {
    ...vllm,
    name: 'sglang',
    padding: 64,
    prefill: { matrices: 0.19, attention: 0.19 },
    origin: 'from one public run; decoding is estimated',
  },
  transformers: {
    name: 'transformers',
    format: 'safetensors',
    kvTypes: ['f16'],
    kernel: 'sdpa',
    padding: 1,
    microBatch: 8192,
    fixed: 2 * GIB,
    communication: 0,
    usable: 1,
    spread: 'layers',
    prefill: { matrices: 0.2, attention: 0.2 },
    decode: { layerSeconds: 0.000_5, weights: 0.5, kv: { f16: 0.4 } },
    origin: 'estimated, not measured',
  },
};

/** Their names, the one for several GPUs first. */
export const engineNames = [
  'vllm',
  'sglang',
  'llama.cpp',
  'transformers',
] as const satisfies readonly EngineName[];
