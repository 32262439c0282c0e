/** What one model call reads: `[CLS] passage [SEP]`, or `[CLS] question [SEP] passage [SEP]`. */
export interface EncoderWindow {
  /** Ids of the question's pieces, if there is a question. */
  readonly question?: Int32Array;
  /** Ids of the passage's pieces. */
  readonly ids: Int32Array;
  /** Case features of the passage's pieces, see {@link Pieces}. */
  readonly types: Uint8Array;
}

/** What the model says of one window. */
export interface EncoderOutput {
  /**
   * Four logits for each piece of the passage, piece by piece: keep without a question, keep with the question,
   * answer start, answer end. Length: 4 × passage pieces.
   */
  readonly tokens: Float32Array;
  /** Logit of "this passage helps to answer the question". */
  readonly relevance: number;
}

/** The heads in {@link EncoderOutput.tokens}, logits of each piece. */
export const HEADS = { keep: 0, keepForQuestion: 1, answerStart: 2, answerEnd: 3 } as const;
export const HEAD_COUNT = 4;
