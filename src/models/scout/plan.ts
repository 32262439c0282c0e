import type { Deployment } from './deployment.ts';
import type { Cluster } from './devices.ts';
import { type EngineName, engineProfiles } from './engines.ts';
import type { ModelGeometry } from './geometry.ts';
import { type KvType, kvTypes } from './kv-cache.ts';
import { type GpuMemory, memoryOf } from './memory.ts';
import { legalSplits } from './splits.ts';
import { decodeSeconds, prefillSeconds } from './time.ts';
import { type Quantisation, quantisations } from './weights.ts';

/** What is to be run, and what is left open. */
export interface PlanRequest {
  readonly model: ModelGeometry;
  /** Tokens of context, answer included. */
  readonly context: number;
  readonly cluster: Cluster;
  /** @default all engines but transformers, which is for experiments */
  readonly engines?: readonly EngineName[];
  /** How weights may be stored. @default all `quantisations` that the engine reads */
  readonly weights?: readonly Quantisation[];
  /** @default all that the engine knows */
  readonly kvTypes?: readonly KvType[];
}

/** What a deployment takes. */
export interface DeploymentPlan {
  readonly deployment: Deployment;
  readonly memory: GpuMemory;
  /** Seconds until the first token of an answer. */
  readonly prefillSeconds: number;
  /** Seconds of each further one. */
  readonly decodeSeconds: number;
  /** The most tokens of context that fit; 0 if not even the weights do. */
  readonly largestContext: number;
}

/** What a deployment takes of memory and time. */
export function planOf(deployment: Deployment): DeploymentPlan {
  return {
    deployment,
    memory: memoryOf(deployment),
    prefillSeconds: prefillSeconds(deployment, deployment.context),
    decodeSeconds: decodeSeconds(deployment, deployment.context),
    largestContext: largestContext(deployment),
  };
}

/** The most tokens of context that fit, at most what the model accepts; 0 if not even the weights do. */
export function largestContext(deployment: Deployment): number {
  const fits = (context: number) => memoryOf({ ...deployment, context }).fits;
  let low = 0;
  let high = deployment.model.maxContext;
  if (fits(high)) return high;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The ways to run a model, the advised one first: what fits before what does not; among those, the most faithful
 * storage of weights and cache, then the faster. Of what does not fit, the one with the largest context leads.
 */
export function plansFor(request: PlanRequest): DeploymentPlan[] {
  return deployments(request).map(planOf).sort(compare);
}

/** Engines that are worth a choice where the user makes none. */
const USUAL_ENGINES: readonly EngineName[] = ['vllm', 'sglang', 'llama.cpp'];

function deployments(request: PlanRequest): Deployment[] {
  const { model, context, cluster, engines = USUAL_ENGINES } = request;
  return engines
    .map((name) => engineProfiles[name])
    .flatMap((engine) => {
      // Of the legal splits the first divides most, and so holds most and is fastest.
      const [split] = legalSplits(model, engine, cluster);
      if (split === undefined) return [];
      return storages(request, engine.format, engine.kvTypes).map(([quantisation, kvType]) => ({
        model,
        engine,
        quantisation,
        kvType,
        cluster,
        split,
        context,
      }));
    });
}

function storages(
  { weights, kvTypes: wanted }: PlanRequest,
  format: Quantisation['format'],
  known: readonly KvType[],
): [Quantisation, KvType][] {
  return (weights ?? [...quantisations.values()])
    .filter((one) => one.format === format)
    .flatMap((one) =>
      known
        .filter((type) => wanted?.includes(type) ?? true)
        .map((type): [Quantisation, KvType] => [one, type]),
    );
}

function compare(one: DeploymentPlan, other: DeploymentPlan): number {
  if (one.memory.fits !== other.memory.fits) return one.memory.fits ? -1 : 1;
  if (!one.memory.fits) return other.largestContext - one.largestContext;
  return loss(one) - loss(other) || one.prefillSeconds - other.prefillSeconds;
}

/** How much a plan's storage gives away: weights below 4 bits most, then a cache below 8, then the rest. */
function loss({ deployment: { quantisation, kvType } }: DeploymentPlan): number {
  const { gateUp } = quantisation.bits;
  const ofWeights = gateUp >= 16 ? 0 : gateUp >= 8 ? 1 : gateUp >= 4 ? 3 : 20 / gateUp;
  const ofCache = kvType === 'f16' ? 0 : kvTypes[kvType] >= 1 ? 1 : 4;
  return ofWeights + ofCache;
}

/** The fewest GPUs, of one machine or of several full ones, on which a request fits; undefined if 64 are too few. */
export function fewestGpus(request: PlanRequest): DeploymentPlan | undefined {
  const { perNode } = request.cluster;
  for (const gpus of [1, 2, 3, 4, 5, 6, 7, 8, 16, 24, 32, 40, 48, 56, 64]) {
    const cluster = { ...request.cluster, gpus, perNode: Math.min(gpus, Math.max(perNode, 8)) };
    const [best] = plansFor({ ...request, cluster });
    if (best?.memory.fits === true) return best;
  }
  return undefined;
}
