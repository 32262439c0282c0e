/**
 * Tokens in a chunk of Llama 4. Three of four layers see no further back than the last multiple of it, so what they
 * know of a text is gone at each such border.
 */
const LLAMA4_CHUNK = 8192;

/** What a GGUF file says about the attention of its model. */
export interface AttentionKeys {
  /** `general.architecture` */
  readonly architecture: string;
  /** `attention.sliding_window` of the architecture; 0 switches chunks off. */
  readonly slidingWindow?: unknown;
}

/** The chunk size of a model whose local layers start anew at each border; undefined for all others. */
export function chunkSizeOf({ architecture, slidingWindow }: AttentionKeys): number | undefined {
  return architecture === 'llama4' && Number(slidingWindow ?? LLAMA4_CHUNK) !== 0 ? LLAMA4_CHUNK : undefined;
}

/**
 * How many tokens of padding go between a context of `context` tokens and a question of `question` tokens, its answer
 * included, so that no border stands between them: none if both fit into what is left of the chunk, else so many that
 * the question begins the next one. A question longer than a chunk begins one as well.
 *
 * The context is padded, not shortened: nothing of it is dropped.
 */
export function paddingAt(context: number, question: number, chunk: number): number {
  const left = chunk - (context % chunk);
  return question <= left ? 0 : left % chunk;
}

/** The most that {@link paddingAt} gives for any context of a model that reads up to `limit` tokens. */
export function maxPadding(question: number, limit: number, chunk: number): number {
  return limit <= chunk ? 0 : Math.min(question, chunk) - 1;
}
