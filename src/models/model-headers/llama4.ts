/** What is the same in all Llama 4 models, which their files do not always say. */
export const llama4 = {
  /** Tokens of a chunk, out of which local layers do not see. */
  chunk: 8192,
  /** Every so many layers, the last of them has no positions and sees everything. */
  globalInterval: 4,
  /** Tokens of context in training; files say what positions are accepted. */
  trainedContext: 262_144,
} as const;
