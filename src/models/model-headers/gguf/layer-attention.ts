import type { KeyValueAttention, RecurrentAttention } from '../../scout/geometry.ts';
import { llama4 } from '../llama4.ts';
import type { GgufFields } from './fields.ts';

/** What a layer looks back on, without its parameters. */
export type LookingBack = Omit<KeyValueAttention, 'parameters'> | Omit<RecurrentAttention, 'parameters'>;

/** What each layer looks back on, by its number. */
export function layerAttentions(fields: GgufFields, warnings: string[]): (layer: number) => LookingBack {
  const stateBytes = stateBytesOf(fields);
  const heads = headsOf(fields, stateBytes);
  const kvHeads = fields.perLayer('attention.head_count_kv') ?? heads;
  const interval =
    fields.optionalSize('full_attention_interval') ?? attentionIntervals.get(fields.architecture) ?? 1;
  const marked = fields.list('attention.recurrent_layers');
  const local = localLayers(fields, warnings);
  const withKeys = fields.layers - (fields.optionalSize('attention.shared_kv_layers') ?? 0);
  return (layer) => {
    const [layerHeads = 0, layerKvHeads = 0] = [heads[layer], kvHeads[layer]];
    const isBetween = marked?.[layer] ?? (interval > 0 && (layer + 1) % interval !== 0);
    if (layerHeads === 0 || layerKvHeads === 0 || isBetween) return { type: 'recurrent', stateBytes };
    const view = local(layer) ?? { type: 'full', span: 0 };
    const lengths = headLengths(fields, layerHeads, view.type !== 'full');
    const isLatent = lengths.valueLength === 0;
    return {
      ...view,
      heads: layerHeads,
      // A layer that looks at the keys of an earlier one keeps none of its own.
      kvHeads: layer >= withKeys ? 0 : isLatent ? 1 : layerKvHeads,
      ...lengths,
    };
  };
}

/** Where every so many layers only the last one has attention, and files do not say it. */
const attentionIntervals: ReadonlyMap<string, number> = new Map([
  ['qwen3next', 4],
  ['qwen35', 4],
  ['qwen35moe', 4],
]);

/** The query heads of each layer. Models of states alone have none. */
function headsOf(fields: GgufFields, stateBytes: number): readonly number[] {
  const heads = fields.perLayer('attention.head_count') ?? fields.eachLayer(() => 0);
  if (stateBytes > 0 || heads.some((count) => count > 0)) return heads;
  // Neither heads nor a state that is known: this says so.
  return [fields.size('attention.head_count')];
}

/** Bytes of a recurrent layer's state, in 32 bits: that of a state space or delta rule, and what its convolution looks back on. */
function stateBytesOf(fields: GgufFields): number {
  const inner = fields.optionalSize('ssm.inner_size') ?? 0;
  const state = fields.optionalSize('ssm.state_size') ?? 0;
  const groups = fields.optionalSize('ssm.group_count') ?? 0;
  const mixed = inner > 0 ? inner + 2 * groups * state : fields.size('embedding_length');
  const convolution = fields.optionalSize('ssm.conv_kernel') ?? fields.optionalSize('shortconv.l_cache') ?? 1;
  return 4 * (Math.max(0, convolution - 1) * mixed + inner * state);
}

/** Elements of a head. Latent attention keeps one key for all heads, which holds the value as well. */
function headLengths(
  fields: GgufFields,
  heads: number,
  isLocal: boolean,
): Pick<KeyValueAttention, 'keyLength' | 'valueLength'> {
  if (fields.optionalSize('attention.key_length_mla') !== undefined) {
    const keyLength = fields.size('attention.kv_lora_rank') + fields.size('rope.dimension_count');
    return { keyLength, valueLength: 0 };
  }
  const usual = Math.floor(fields.size('embedding_length') / heads);
  const length = (name: 'key' | 'value') =>
    (isLocal ? fields.optionalSize(`attention.${name}_length_swa`) : undefined) ??
    fields.optionalSize(`attention.${name}_length`) ??
    usual;
  return { keyLength: length('key'), valueLength: length('value') };
}

/** Which layers see only what is near: all but the last of each period. */
interface LocalPattern {
  readonly period: number;
  /** Tokens in view, where files do not say it. */
  readonly window?: number;
}

/** The patterns that llama.cpp knows, and files do not name. */
const localPatterns: ReadonlyMap<string, LocalPattern> = new Map<string, LocalPattern>([
  ['llama4', { period: llama4.globalInterval, window: llama4.chunk }],
  ['gemma2', { period: 2, window: 4096 }],
  ['gemma3', { period: 6 }],
  ['gpt-oss', { period: 2 }],
  ['cohere2', { period: 4 }],
]);

type View = Pick<KeyValueAttention, 'type' | 'span'>;

/** How a layer is local; undefined for one that sees everything. */
function localLayers(fields: GgufFields, warnings: string[]): (layer: number) => View | undefined {
  const known = localPatterns.get(fields.architecture);
  const span = windowOf(fields) ?? known?.window ?? 0;
  if (span === 0) return () => undefined;
  const view: View = { type: fields.architecture === 'llama4' ? 'chunked' : 'sliding', span };
  const listed = fields.list('attention.sliding_window_pattern');
  if (listed !== undefined) return (layer) => (listed[layer] ? view : undefined);
  const period = fields.optionalSize('attention.sliding_window_pattern') ?? known?.period;
  if (period === undefined) {
    warnings.push(
      `The file names a window of ${span} tokens, but not which layers have it: all are taken to see everything.`,
    );
    return () => undefined;
  }
  return (layer) => (period === 0 || layer % period < period - 1 ? view : undefined);
}

function windowOf(fields: GgufFields): number | undefined {
  return fields.optionalSize('attention.chunk_size') ?? fields.perLayer('attention.sliding_window')?.[0];
}
