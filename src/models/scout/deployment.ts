import type { Cluster } from './devices.ts';
import type { EngineProfile } from './engines.ts';
import type { KeyValueAttention, Layer, ModelGeometry } from './geometry.ts';
import type { CacheShape, KvType } from './kv-cache.ts';
import type { AttentionKernel } from './scores.ts';
import type { Quantisation } from './weights.ts';

/** How a model is divided: the matrices of each layer over `tensor` ranks, the layers over `pipeline` stages. */
export interface Split {
  readonly tensor: number;
  readonly pipeline: number;
}

/** One way to run a model on some GPUs, with a context of some length. */
export interface Deployment {
  readonly model: ModelGeometry;
  readonly engine: EngineProfile;
  readonly quantisation: Quantisation;
  readonly kvType: KvType;
  readonly cluster: Cluster;
  readonly split: Split;
  /** Tokens of context, answer included. */
  readonly context: number;
  /** Tokens that one step of the prefill reads. @default the engine's */
  readonly microBatch?: number;
  /** @default the engine's */
  readonly kernel?: AttentionKernel;
  /** True if local layers keep the whole context as well. @default false */
  readonly fullLocalCache?: boolean;
  /** Tokens of a step whose logits are kept. @default 1 */
  readonly outputs?: number;
}

/** The cache that a deployment asks of each rank. */
export function cacheShape(deployment: Deployment): CacheShape {
  const { context, kvType, engine, split, fullLocalCache = false } = deployment;
  return {
    context: Math.ceil(context / engine.padding) * engine.padding,
    type: kvType,
    inFlight: microBatch(deployment),
    fullLocalCache,
    padding: engine.padding,
    tensor: split.tensor,
  };
}

export function microBatch({ microBatch, engine, context }: Deployment): number {
  return Math.min(microBatch ?? engine.microBatch, context);
}

/** The layers of each pipeline stage: as many in each as can be, the first stages one more. */
export function stagesOf(layers: readonly Layer[], stages: number): Layer[][] {
  const each = layers.length / stages;
  return Array.from({ length: stages }, (_, at) =>
    layers.slice(Math.ceil(at * each), Math.ceil((at + 1) * each)),
  );
}

/** The attention of a kind that costs most, if the layers have one. */
export function widest(
  attentions: readonly KeyValueAttention[],
  cost: (attention: KeyValueAttention) => number,
): KeyValueAttention | undefined {
  return attentions.reduce<KeyValueAttention | undefined>(
    (most, one) => (most === undefined || cost(one) > cost(most) ? one : most),
    undefined,
  );
}
