import { type Deployment, microBatch } from './deployment.ts';
import { activeParameters, type KeyValueAttention, keyValueLayers, type ModelGeometry } from './geometry.ts';
import { cellBytes } from './kv-cache.ts';
import { activeBytes } from './weights.ts';

/** The micro-batch at which the shares of `EngineProfile.prefill` were taken; smaller ones reach less. */
const FULL_BATCH = 2048;

/** Operations of a prefill: those of the matrices, and those of attention. */
export interface PrefillFlops {
  readonly matrices: number;
  readonly attention: number;
}

/** The operations that reading so many tokens takes. */
export function prefillFlops(model: ModelGeometry, tokens: number): PrefillFlops {
  const attention = keyValueLayers(model.layers).reduce(
    (sum, one) => sum + 2 * one.heads * (one.keyLength + one.valueLength) * pairsInView(one, tokens),
    0,
  );
  return { matrices: 2 * activeParameters(model) * tokens, attention };
}

/** How many pairs of a token and an earlier one a layer looks at. */
export function pairsInView({ type, span }: KeyValueAttention, tokens: number): number {
  if (type === 'full' || tokens <= span) return tokens ** 2 / 2;
  if (type === 'sliding') return tokens * span - span ** 2 / 2;
  const whole = Math.floor(tokens / span);
  return (whole * span ** 2) / 2 + (tokens - whole * span) ** 2 / 2;
}

/**
 * Seconds until the first token of an answer. Ranks and stages are taken to share the work evenly, but llama.cpp's stages,
 * which were measured on one GPU only, to add nothing.
 */
export function prefillSeconds(deployment: Deployment, tokens: number): number {
  const { model, engine, cluster, split } = deployment;
  const { matrices, attention } = prefillFlops(model, tokens);
  const batch = Math.min(1, Math.sqrt(microBatch(deployment) / FULL_BATCH));
  const work = matrices / (engine.prefill.matrices * batch) + attention / (engine.prefill.attention * batch);
  const workers = engine.spread === 'tensors' ? split.tensor * split.pipeline : 1;
  return work / (cluster.device.flops * workers);
}

/** Seconds of each token of an answer, after so many tokens of context. */
export function decodeSeconds(deployment: Deployment, tokens: number): number {
  const { model, engine, cluster, split, quantisation, kvType } = deployment;
  const { bandwidth } = cluster.device;
  const kv = keyValueLayers(model.layers).reduce((sum, one) => {
    const inView = one.type === 'full' ? tokens : Math.min(tokens, one.span);
    return sum + inView * cellBytes(one, { type: kvType, tensor: split.tensor });
  }, 0);
  const reads =
    activeBytes(model, quantisation) / split.tensor / engine.decode.weights +
    kv / (engine.decode.kv[kvType] ?? engine.decode.weights);
  return reads / bandwidth + model.layers.length * engine.decode.layerSeconds;
}
