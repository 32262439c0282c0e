import type { Split } from './deployment.ts';
import type { Cluster } from './devices.ts';
import type { EngineProfile } from './engines.ts';
import { keyValueLayers, type ModelGeometry } from './geometry.ts';

/**
 * The splits of a model over all GPUs of a cluster that an engine accepts, the one with most tensor ranks first.
 *
 * Matrices are divided within a machine: over the network between machines each layer would wait. The ranks divide the
 * query heads (Scout's 40: 16 ranks are refused), and either divide the KV heads or are a multiple of them.
 */
export function legalSplits(model: ModelGeometry, engine: EngineProfile, cluster: Cluster): Split[] {
  const { gpus, perNode } = cluster;
  if (engine.spread === 'layers') {
    const isOneMachine = gpus <= perNode && gpus <= model.layers.length;
    return isOneMachine ? [{ tensor: 1, pipeline: gpus }] : [];
  }
  const splits: Split[] = [];
  for (let tensor = Math.min(perNode, gpus); tensor >= 1; tensor -= 1) {
    const pipeline = gpus / tensor;
    const isWhole = Number.isInteger(pipeline) && pipeline <= model.layers.length && perNode % tensor === 0;
    if (isWhole && dividesHeads(model, tensor)) splits.push({ tensor, pipeline });
  }
  return splits;
}

/** Whether so many ranks can share the heads of each layer. */
export function dividesHeads(model: ModelGeometry, tensor: number): boolean {
  return keyValueLayers(model.layers).every(
    ({ heads, kvHeads }) => heads % tensor === 0 && (kvHeads % tensor === 0 || tensor % kvHeads === 0),
  );
}
