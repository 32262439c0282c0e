import { cacheShape, type Deployment, microBatch, widest } from './deployment.ts';
import { type KeyValueAttention, keyValueLayers, type Layer } from './geometry.ts';
import { cacheCells } from './kv-cache.ts';
import { scoreBytes } from './scores.ts';

/** Bytes of a 32-bit number, which activations are. */
const FLOAT = 4;
/** Bytes of a 16-bit one, which masks and widened keys are. */
const HALF = 2;

/** Bytes that one rank needs while a step of the prefill runs, beside weights and cache. */
export function activationBytes(deployment: Deployment, layers: readonly Layer[]): number {
  return deployment.engine.name === 'llama.cpp'
    ? llamaCppBytes(deployment, layers)
    : torchBytes(deployment, layers);
}

/**
 * llama.cpp's compute buffer: masks and a layer's activations, or the logits, whichever is more. Without flash attention
 * one layer's scores join them; with quantised keys and values, flash attention first widens those of one layer to 16 bits.
 * Within 1 MiB of 42 buffers that were measured at Scout's geometry.
 */
function llamaCppBytes(deployment: Deployment, layers: readonly Layer[]): number {
  const { model, kvType, kernel = deployment.engine.kernel, outputs = 1 } = deployment;
  const tokens = microBatch(deployment);
  const attentions = keyValueLayers(layers);
  const shape = cacheShape(deployment);
  const masks = kinds(attentions).reduce((sum, one) => sum + cacheCells(one, shape) * tokens * HALF, 0);
  const residual = model.hidden * FLOAT;
  const inner = innerWidth(model.hidden, layers) * FLOAT;
  const logits = outputs * model.vocabulary * FLOAT + tokens * 2 * residual;
  if (kernel !== 'flash') {
    const scores = attentions.map(({ heads }) =>
      scoreBytes('eager', { heads, queries: tokens, keys: shape.context }),
    );
    return Math.max(2 * masks + Math.max(0, ...scores) + tokens * 3 * inner, logits);
  }
  const body = tokens * (4 * residual + 3 * inner);
  const widened = kvType === 'f16' ? 0 : widenedBytes(attentions, shape.context) + tokens * 4 * residual;
  return Math.max(masks + Math.max(body, widened), logits);
}

/** Keys and values of the largest layer in 16 bits. */
function widenedBytes(attentions: readonly KeyValueAttention[], context: number): number {
  const perCell = attentions
    .filter(({ type }) => type === 'full')
    .map(({ kvHeads, keyLength, valueLength }) => kvHeads * (keyLength + valueLength) * HALF);
  return context * Math.max(0, ...perCell);
}

/** One attention of each kind of mask. */
function kinds(attentions: readonly KeyValueAttention[]): KeyValueAttention[] {
  return [...new Map(attentions.map((one) => [`${one.type} ${one.span}`, one])).values()];
}

/**
 * A step of PyTorch: the residual stream and what a layer makes of it in 16 bits, and one layer's scores. An estimate, but for
 * the scores, which are exact.
 */
function torchBytes(deployment: Deployment, layers: readonly Layer[]): number {
  const { model, split, kernel = deployment.engine.kernel, outputs = 1, context } = deployment;
  const tokens = microBatch(deployment);
  const keysOf = ({ type, span }: KeyValueAttention) =>
    type === 'full' ? context : Math.min(context, span + tokens);
  const scoresOf = (one: KeyValueAttention) =>
    scoreBytes(kernel, { heads: Math.ceil(one.heads / split.tensor), queries: tokens, keys: keysOf(one) });
  const most = widest(keyValueLayers(layers), scoresOf);
  const body = tokens * HALF * (6 * model.hidden + (3 * innerWidth(model.hidden, layers)) / split.tensor);
  const logits = (outputs * model.vocabulary * FLOAT) / split.tensor;
  return body + (most === undefined ? 0 : scoresOf(most)) + logits;
}

/** The width of what a token becomes inside a feed-forward layer: that of its experts together. */
function innerWidth(hidden: number, layers: readonly Layer[]): number {
  const widths = layers.map(
    ({ feedForward: { experts, used, down } }) => ((experts === 0 ? 1 : used) * down) / hidden,
  );
  return Math.max(0, ...widths);
}
