import { activationBytes } from './activations.ts';
import { cacheShape, type Deployment, stagesOf } from './deployment.ts';
import type { Layer } from './geometry.ts';
import { cacheBytes } from './kv-cache.ts';
import { weightBytes } from './weights.ts';

/** Bytes of one GPU. */
export interface GpuMemory {
  readonly weights: number;
  /** Keys, values and recurrent states. */
  readonly cache: number;
  /** What a step of the prefill needs beside them. */
  readonly activations: number;
  /** The engine's own: contexts, libraries, pools, communication. */
  readonly fixed: number;
  readonly total: number;
  /** What the engine may use of the GPU. */
  readonly usable: number;
  readonly fits: boolean;
}

/** Where in the pipeline a stage stands. */
interface Place {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The memory of the GPU that needs most. */
export function memoryOf(deployment: Deployment): GpuMemory {
  const stages = stagesOf(deployment.model.layers, deployment.split.pipeline);
  return stages
    .map((layers, stage) =>
      stageMemory(deployment, layers, { isFirst: stage === 0, isLast: stage === stages.length - 1 }),
    )
    .reduce((most, one) => (one.total > most.total ? one : most));
}

function stageMemory(deployment: Deployment, layers: readonly Layer[], place: Place): GpuMemory {
  const { engine, cluster, split } = deployment;
  const weights = stageWeights(deployment, layers, place);
  const cache = cacheBytes(layers, cacheShape(deployment));
  const activations = activationBytes(deployment, layers);
  const isShared = split.tensor * split.pipeline > 1;
  const fixed = engine.fixed + (isShared ? engine.communication : 0);
  const total = weights + cache + activations + fixed;
  const usable = cluster.device.memory * engine.usable;
  return { weights, cache, activations, fixed, total, usable, fits: total <= usable };
}

/** The layers' weights on one rank; embeddings are with the first stage, the output matrix with the last. */
function stageWeights(
  { model, quantisation, split, engine }: Deployment,
  layers: readonly Layer[],
  { isFirst, isLast }: Place,
): number {
  const bytes = weightBytes(model, quantisation, layers);
  const { attention, gateUp, down, shared, router } = bytes;
  // llama.cpp looks tokens up on the host, and loads a vision tower only where images are asked about.
  const isGguf = engine.name === 'llama.cpp';
  const first = isFirst && !isGguf ? bytes.embedding + bytes.vision : 0;
  const head = model.tied ? bytes.embedding : bytes.head;
  const isAlreadyHere = model.tied && first > 0;
  const end = isLast && !isAlreadyHere ? head : 0;
  return (attention + gateUp + down + shared + first + end) / split.tensor + router;
}
