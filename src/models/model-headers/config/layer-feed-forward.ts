import type { FeedForward } from '../../scout/geometry.ts';
import { denseOf, expertsOf } from '../../scout/layers.ts';
import type { ConfigFields } from './fields.ts';

/** The feed-forward part of each layer, by its number: dense, or of experts. */
export function layerFeedForwards(fields: ConfigFields, hidden: number): (layer: number) => FeedForward {
  const experts = fields.optionalSize('num_local_experts', 'num_experts', 'n_routed_experts') ?? 0;
  const isSparse = experts === 0 ? () => false : sparseLayers(fields);
  return (layer) =>
    isSparse(layer)
      ? expertsOf({ hidden, experts, ...expertWidths(fields) })
      : denseOf(hidden, fields.size('intermediate_size_mlp', 'intermediate_size'));
}

function expertWidths(fields: ConfigFields) {
  const width = fields.size('moe_intermediate_size', 'intermediate_size');
  return {
    width,
    used: fields.size('num_experts_per_tok', 'experts_per_token'),
    sharedWidth:
      fields.optionalSize('shared_expert_intermediate_size') ??
      width * (fields.optionalSize('n_shared_experts') ?? 0),
  };
}

/** Which layers have experts: all, but for what a configuration says against it, in the words of its type. */
function sparseLayers(fields: ConfigFields): (layer: number) => boolean {
  const listed = fields.list('moe_layers');
  if (listed !== undefined) return (layer) => listed.includes(layer);
  const dense = fields.list('mlp_only_layers') ?? [];
  const step = fields.optionalSize('interleave_moe_layer_step', 'decoder_sparse_step') ?? 1;
  const first = fields.optionalSize('first_k_dense_replace') ?? 0;
  const frequency = fields.optionalSize('moe_layer_freq') ?? 1;
  return (layer) =>
    !dense.includes(layer) && (layer + 1) % step === 0 && layer >= first && layer % frequency === 0;
}
