import type { Attention, KeyValueAttention } from '../../scout/geometry.ts';
import { attentionOf, deltaAttention, latentAttention } from '../../scout/layers.ts';
import type { ConfigFields } from './fields.ts';

type View = Pick<KeyValueAttention, 'type' | 'span'>;
const FULL: View = { type: 'full', span: 0 };

/** The attention of each layer, by its number. */
export function layerAttentions(
  fields: ConfigFields,
  hidden: number,
  layers: number,
): (layer: number) => Attention {
  const viewed = layerViews(fields, layers);
  return (layer) => {
    const view = viewed(layer);
    return view === 'recurrent'
      ? recurrentAttention(fields, hidden)
      : keyValueAttention(fields, hidden, view);
  };
}

function recurrentAttention(fields: ConfigFields, hidden: number): Attention {
  return deltaAttention({
    hidden,
    keyHeads: fields.size('linear_num_key_heads'),
    valueHeads: fields.size('linear_num_value_heads'),
    keyLength: fields.size('linear_key_head_dim'),
    valueLength: fields.size('linear_value_head_dim'),
    convolution: fields.size('linear_conv_kernel_dim'),
  });
}

function keyValueAttention(fields: ConfigFields, hidden: number, { type, span }: View): Attention {
  const heads = fields.size('num_attention_heads');
  const rank = fields.optionalSize('kv_lora_rank');
  if (rank !== undefined) {
    return latentAttention({
      hidden,
      heads,
      rank,
      queryRank: fields.optionalSize('q_lora_rank'),
      positionLength: fields.size('qk_rope_head_dim'),
      plainLength: fields.size('qk_nope_head_dim'),
      valueLength: fields.size('v_head_dim'),
    });
  }
  const widths = {
    hidden,
    heads,
    kvHeads: fields.optionalSize('num_key_value_heads') ?? heads,
    headLength: fields.optionalSize('head_dim') ?? Math.floor(hidden / heads),
    gated: fields.isTrue('attn_output_gate'),
  };
  return attentionOf(widths, type, span);
}

/** What each layer sees: by the list of layers or, in older configurations, by the rule of the model's type. */
function layerViews(fields: ConfigFields, layers: number): (layer: number) => View | 'recurrent' {
  const listed = fields.list('layer_types', layers);
  if (listed !== undefined) return (layer) => namedView(fields, listed[layer]);
  const interval = fields.optionalSize('full_attention_interval') ?? 0;
  if (interval > 0) return (layer) => ((layer + 1) % interval === 0 ? FULL : 'recurrent');
  const chunk = fields.optionalSize('attention_chunk_size') ?? 0;
  if (chunk > 0) return chunkedViews(fields, layers, { type: 'chunked', span: chunk });
  const window = fields.optionalSize('sliding_window') ?? 0;
  if (window === 0 || fields.value('use_sliding_window') === false) return () => FULL;
  return slidingViews(fields, { type: 'sliding', span: window });
}

function namedView(fields: ConfigFields, name: unknown): View | 'recurrent' {
  if (name === 'full_attention') return FULL;
  if (name === 'sliding_attention') return { type: 'sliding', span: fields.size('sliding_window') };
  if (name === 'chunked_attention') return { type: 'chunked', span: fields.size('attention_chunk_size') };
  if (name === 'linear_attention') return 'recurrent';
  const known = ['full_attention', 'sliding_attention', 'chunked_attention', 'linear_attention'];
  throw fields.unknown('layer_types', name, known);
}

/** Layers without positions see everything; the list marks those that have them with a 1. */
function chunkedViews(fields: ConfigFields, layers: number, chunked: View): (layer: number) => View {
  const positions = fields.list('no_rope_layers', layers);
  if (positions !== undefined) return (layer) => (positions[layer] === 1 ? chunked : FULL);
  const interval = fields.size('no_rope_layer_interval');
  return (layer) => ((layer + 1) % interval === 0 ? FULL : chunked);
}

/** All layers, those from some layer on, or all but the last of each period. */
function slidingViews(fields: ConfigFields, sliding: View): (layer: number) => View {
  const period = fields.optionalSize('sliding_window_pattern', '_sliding_window_pattern') ?? 0;
  if (period > 0) return (layer) => ((layer + 1) % period === 0 ? FULL : sliding);
  const first = fields.optionalSize('max_window_layers') ?? 0;
  return (layer) => (layer < first ? FULL : sliding);
}
