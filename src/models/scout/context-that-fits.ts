import { PithError } from '../../pipeline/errors.ts';
import { type Cluster, clusterName } from './devices.ts';
import type { ModelGeometry } from './geometry.ts';
import { kvTypes } from './kv-cache.ts';
import { plansFor } from './plan.ts';

/**
 * The tokens of context that a model holds on some GPUs with weights of 4 bits or more and keys and values of 8 or more, at
 * most those it was trained on: what is beyond fits, but is not read well.
 *
 * @throws {PithError} `usage` if not even the weights fit.
 */
export function contextThatFits(model: ModelGeometry, cluster: Cluster): number {
  const largest = plansFor({ model, cluster, context: model.trainedContext })
    .filter(
      ({ deployment: { quantisation, kvType } }) => quantisation.bits.gateUp >= 4 && kvTypes[kvType] >= 1,
    )
    .reduce((most, plan) => Math.max(most, plan.largestContext), 0);
  if (largest > 0) return Math.min(largest, model.trainedContext);
  throw new PithError('usage', `${model.name} does not fit on ${clusterName(cluster)} in 4 bits or more`, {
    hint: 'See pith plan for what would hold it, or give a number of tokens.',
  });
}
