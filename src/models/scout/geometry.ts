/** How far a layer looks back, which decides what it has to remember. */
export type Attention = KeyValueAttention | RecurrentAttention;

/** Keeps a key and a value of each token in view. */
export interface KeyValueAttention {
  /**
   * - `full`: sees every earlier token.
   * - `chunked`: sees from the last multiple of `span` on, so its view resets at each chunk border (Llama 4).
   * - `sliding`: sees the last `span` tokens.
   */
  readonly type: 'full' | 'chunked' | 'sliding';
  /** Tokens in view at most; of no meaning for `full`. */
  readonly span: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** Elements of a key of one head. */
  readonly keyLength: number;
  /** Elements of a value of one head; 0 where the key holds both, as in latent attention. */
  readonly valueLength: number;
  /** Parameters of the layer's projections. */
  readonly parameters: number;
}

/** Linear attention, state space layers and the like: a state of constant size for each sequence. */
export interface RecurrentAttention {
  readonly type: 'recurrent';
  /** Bytes of the state of one sequence. */
  readonly stateBytes: number;
  readonly parameters: number;
}

/** The feed-forward part of a layer, in parameters. */
export interface FeedForward {
  /** Experts of which each token passes some; 0 for a dense layer. */
  readonly experts: number;
  /** Experts that one token passes. */
  readonly used: number;
  /** Gate and up projections of one expert, or of the dense layer. */
  readonly gateUp: number;
  /** Down projection of one expert, or of the dense layer. */
  readonly down: number;
  /** What every token passes beside its experts: the shared expert, or 0. */
  readonly shared: number;
  /** The router, which engines keep in 16 or 32 bits. */
  readonly router: number;
}

/** One layer of a model. */
export interface Layer {
  readonly attention: Attention;
  readonly feedForward: FeedForward;
}

/** What a plan has to know of a model. */
export interface ModelGeometry {
  /** For messages, such as `Llama 4 Scout`. */
  readonly name: string;
  /** The name that engines load it by on the hub. */
  readonly repository?: string;
  /** Where quantised weights lie, by the name of the quantisation. */
  readonly checkpoints?: Readonly<Record<string, string>>;
  /** Width of the residual stream. */
  readonly hidden: number;
  /** From the first layer to the last. */
  readonly layers: readonly Layer[];
  readonly vocabulary: number;
  /** True if one matrix both embeds tokens and gives their logits. */
  readonly tied: boolean;
  /** Parameters of the vision tower and its projection, kept in 16 bits. */
  readonly vision: number;
  /** Tokens of context that the model was trained on; published results beyond are poor. */
  readonly trainedContext: number;
  /** Positions that the model accepts. */
  readonly maxContext: number;
}

/** Parameters by their part, which quantisations treat apart. */
export interface ParameterCounts {
  readonly attention: number;
  /** Gate and up projections of experts and dense layers. */
  readonly gateUp: number;
  /** Down projections of experts and dense layers. */
  readonly down: number;
  /** Shared experts. */
  readonly shared: number;
  readonly router: number;
  /** The token embeddings. */
  readonly embedding: number;
  /** The output matrix; 0 if it is the embeddings. */
  readonly head: number;
  readonly vision: number;
}

/** The parameters of a model, or of some of its layers alone. Norms are left out: they are less than 0.001% of any model. */
export function parameterCounts(
  model: ModelGeometry,
  layers: readonly Layer[] = model.layers,
): ParameterCounts {
  const over = (count: (layer: Layer) => number) => layers.reduce((sum, layer) => sum + count(layer), 0);
  const copies = ({ experts }: FeedForward) => Math.max(1, experts);
  const table = model.vocabulary * model.hidden;
  return {
    attention: over(({ attention }) => attention.parameters),
    gateUp: over(({ feedForward }) => copies(feedForward) * feedForward.gateUp),
    down: over(({ feedForward }) => copies(feedForward) * feedForward.down),
    shared: over(({ feedForward }) => feedForward.shared),
    router: over(({ feedForward }) => feedForward.router),
    embedding: table,
    head: model.tied ? 0 : table,
    vision: model.vision,
  };
}

/** All parameters of a model, vision included. */
export function totalParameters(model: ModelGeometry): number {
  return Object.values(parameterCounts(model)).reduce((sum, count) => sum + count, 0);
}

/** The parameters that one token of text passes, as they are usually counted: embeddings and output matrix included. */
export function activeParameters(model: ModelGeometry): number {
  const layers = model.layers.reduce((sum, { attention, feedForward }) => {
    const { experts, used, gateUp, down, shared, router } = feedForward;
    return sum + attention.parameters + (experts === 0 ? 1 : used) * (gateUp + down) + shared + router;
  }, 0);
  return layers + model.vocabulary * model.hidden * (model.tied ? 1 : 2);
}

/** The layers that keep keys and values. */
export function keyValueLayers(layers: readonly Layer[]): KeyValueAttention[] {
  return layers.flatMap(({ attention }) => (attention.type === 'recurrent' ? [] : [attention]));
}
