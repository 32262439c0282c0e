/** What is known of any model that ships: a JSON file beside its weights. */
export interface BaseCard {
  /** Absolute path of the card itself; the files it names lie in the same folder. */
  readonly path: string;
  readonly name: string;
  readonly version: number;
  readonly layers: number;
  readonly hidden: number;
  /** The longest window that the model can read, in pieces with the special tokens. */
  readonly maxPieces: number;
  /** The ONNX file. */
  readonly file: string;
  /** Files that the ONNX file refers to. */
  readonly external: readonly string[];
  /** The vocab.txt. */
  readonly vocabulary: string;
  /** SHA-256 of each file above, in hexadecimal. */
  readonly sha256: Readonly<Record<string, string>>;
  readonly license: string;
  /** What the model was made from. */
  readonly base: string;
}

/** What is known of an encoder that scores. */
export interface ModelCard extends BaseCard {
  /** The window that the model is read with, in pieces with the question, if any, and the special tokens. */
  readonly questionWindow: number;
  readonly fusion: Fusion;
}

/** Weights with which other evidence is added to the model's logits, found on development data. */
export interface Fusion {
  /** Weight of the lexical scorer beside the keep logit, without a question. */
  readonly keep: { readonly scorer: number };
  /** Weight of the lexical scorer beside the keep logit with a question. */
  readonly question: { readonly keep: number };
  /** Weight of a passage's relevance in the score of an answer in it. */
  readonly reader: { readonly relevance: number };
}
