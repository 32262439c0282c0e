import type { KeyValueAttention, Layer } from './geometry.ts';
import { keyValueLayers } from './geometry.ts';

/** How keys and values are stored, with the bytes of one element, scales included. */
export const kvTypes = { f16: 2, fp8: 1, q8_0: 34 / 32, q4_0: 18 / 32 } as const;

/** Their names. */
export const kvTypeNames = Object.keys(kvTypes) as KvType[];

/** A storage type of keys and values. `fp8` is for vLLM and SGLang, `q8_0` and `q4_0` for llama.cpp. */
export type KvType = keyof typeof kvTypes;

/** What decides the size of a cache beside the model. */
export interface CacheShape {
  /** Tokens of context, answer included. */
  readonly context: number;
  readonly type: KvType;
  /** Tokens that one step of the prefill reads: local layers hold them beside what they see. */
  readonly inFlight: number;
  /** True if local layers keep the whole context as well. */
  readonly fullLocalCache: boolean;
  /** Cells are given in multiples of this. */
  readonly padding: number;
  /** Ranks that the heads are divided over; with more ranks than heads, each head is held several times. */
  readonly tensor: number;
}

/** Bytes of keys and values, and of recurrent states, of some layers on one rank. */
export function cacheBytes(layers: readonly Layer[], shape: CacheShape): number {
  const ofKeysAndValues = keyValueLayers(layers).reduce(
    (sum, attention) => sum + cacheCells(attention, shape) * cellBytes(attention, shape),
    0,
  );
  const ofStates = layers.reduce(
    (sum, { attention }) => sum + (attention.type === 'recurrent' ? attention.stateBytes : 0),
    0,
  );
  return ofKeysAndValues + ofStates / shape.tensor;
}

/** The tokens that a layer keeps room for. */
export function cacheCells({ type, span }: KeyValueAttention, shape: CacheShape): number {
  const { context, inFlight, fullLocalCache, padding } = shape;
  const held = type === 'full' || fullLocalCache ? context : Math.min(context, span + inFlight);
  return Math.ceil(held / padding) * padding;
}

/** Bytes of one token in one layer on one rank. */
export function cellBytes(
  { kvHeads, keyLength, valueLength }: KeyValueAttention,
  { type, tensor }: Pick<CacheShape, 'type' | 'tensor'>,
): number {
  return Math.ceil(kvHeads / tensor) * (keyLength + valueLength) * kvTypes[type];
}
