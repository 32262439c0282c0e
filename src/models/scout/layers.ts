import type { FeedForward, KeyValueAttention, Layer, RecurrentAttention } from './geometry.ts';

/** The widths of a layer with attention as configurations give them. */
export interface AttentionWidths {
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** Elements of one head. */
  readonly headLength: number;
  /** Elements of a value, where they are not those of a key. */
  readonly valueLength?: number;
  /** True if the query projection gives a gate as well. */
  readonly gated?: boolean;
}

/** A layer's attention with the usual four projections. */
export function attentionOf(
  { hidden, heads, kvHeads, headLength, valueLength = headLength, gated = false }: AttentionWidths,
  type: KeyValueAttention['type'] = 'full',
  span = 0,
): KeyValueAttention {
  const queries = heads * headLength * (gated ? 2 : 1);
  const output = heads * valueLength;
  const parameters = hidden * (queries + kvHeads * (headLength + valueLength) + output);
  return { type, span, heads, kvHeads, keyLength: headLength, valueLength, parameters };
}

/** The widths of latent attention (DeepSeek): what is kept of a token is made wide again for each head. */
export interface LatentWidths {
  readonly hidden: number;
  readonly heads: number;
  /** Elements that are kept of a token, out of which keys and values are made. */
  readonly rank: number;
  /** The same for queries, which are not kept; undefined where they are made in one step. */
  readonly queryRank: number | undefined;
  /** Elements of a key that hold positions: one key for all heads. */
  readonly positionLength: number;
  /** Elements of a key of one head that hold none. */
  readonly plainLength: number;
  readonly valueLength: number;
}

/** A layer of latent attention: one key for all heads is kept, which holds the values as well. */
export function latentAttention(widths: LatentWidths): KeyValueAttention {
  const { hidden, heads, rank, queryRank, positionLength, plainLength, valueLength } = widths;
  const queries = heads * (plainLength + positionLength);
  const parameters =
    (queryRank === undefined ? hidden * queries : queryRank * (hidden + queries)) +
    hidden * (rank + positionLength) +
    rank * heads * (plainLength + valueLength) +
    heads * valueLength * hidden;
  const keyLength = rank + positionLength;
  return { type: 'full', span: 0, heads, kvHeads: 1, keyLength, valueLength: 0, parameters };
}

/** The heads of a gated delta rule, the linear attention of Qwen3-Next. */
export interface DeltaWidths {
  readonly hidden: number;
  readonly keyHeads: number;
  readonly valueHeads: number;
  readonly keyLength: number;
  readonly valueLength: number;
  /** Tokens that the convolution before it spans. */
  readonly convolution: number;
}

/** A layer of gated delta attention: its state is a matrix a head in 32 bits, and what the convolution looks back on. */
export function deltaAttention(widths: DeltaWidths): RecurrentAttention {
  const { hidden, keyHeads, valueHeads, keyLength, valueLength, convolution } = widths;
  const keys = keyHeads * keyLength;
  const values = valueHeads * valueLength;
  const mixed = 2 * keys + values;
  return {
    type: 'recurrent',
    stateBytes: 4 * (valueHeads * keyLength * valueLength + (convolution - 1) * mixed),
    // Queries, keys, values and their gate; two scalars a head; the output.
    parameters: hidden * (mixed + values + 2 * valueHeads) + values * hidden + mixed * convolution,
  };
}

/** A feed-forward layer that every token passes whole. */
export function denseOf(hidden: number, width: number): FeedForward {
  return { experts: 0, used: 0, gateUp: 2 * hidden * width, down: hidden * width, shared: 0, router: 0 };
}

/** The widths of a layer of experts. */
export interface ExpertWidths {
  readonly hidden: number;
  readonly experts: number;
  /** Experts that a token passes. */
  readonly used: number;
  /** Width of one expert. */
  readonly width: number;
  /** Width of the shared expert; 0 if there is none. */
  readonly sharedWidth: number;
}

/** A feed-forward layer of experts. */
export function expertsOf({ hidden, experts, used, width, sharedWidth }: ExpertWidths): FeedForward {
  return {
    experts,
    used,
    gateUp: 2 * hidden * width,
    down: hidden * width,
    shared: 3 * hidden * sharedWidth,
    router: hidden * experts,
  };
}

/** So many layers, each made from its index. */
export function layersOf(count: number, layer: (index: number) => Layer): Layer[] {
  return Array.from({ length: count }, (_, index) => layer(index));
}
