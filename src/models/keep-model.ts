import { type Encoder, HEAD_COUNT, HEADS } from './encoder/encoder.ts';
import type { Pieces, PieceTokenizer } from './wordpiece/pieces.ts';

/**
 * A model that says of each piece of a passage how much it is worth keeping, without a question. What scores
 * passages knows it as no more than this, whatever family it is of and wherever it came from.
 */
export interface KeepModel {
  /** Tells it apart from any other, in figures and drawings. */
  readonly name: string;
  readonly tokenizer: PieceTokenizer;
  /** The most pieces of a passage that one call reads, special tokens not counted; {@link FEWEST_PIECES} at least. */
  readonly maxPieces: number;
  /** What the score of the word statistics counts beside the model's, found on development data; 0: nothing. */
  readonly lexicalWeight: number;
  /**
   * A logit for each piece; positive if it is rather to be kept. Calls may overlap.
   * @throws PithError `model` if the model fails; the signal's reason if it aborts before the window has run.
   */
  keep(pieces: Pick<Pieces, 'ids' | 'types'>, signal?: AbortSignal): Promise<Float32Array>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Pieces on each side that the windows of a divided passage share, so that no piece is scored without context. */
export const WINDOW_OVERLAP = 24;
/** What {@link KeepModel.maxPieces} must be at least: the overlaps, and a piece between them. */
export const FEWEST_PIECES = 2 * WINDOW_OVERLAP + 1;

/** The keep head of an encoder that has several. */
export function encoderKeepModel(encoder: Encoder): KeepModel {
  const { card, tokenizer } = encoder;
  return {
    name: card.name,
    tokenizer,
    maxPieces: card.questionWindow - SPECIAL_PIECES,
    lexicalWeight: card.fusion.keep.scorer,
    async keep({ ids, types }, signal) {
      const { tokens } = await encoder.run({ ids, types }, signal);
      return Float32Array.from(ids, (_, piece) => tokens[piece * HEAD_COUNT + HEADS.keep] as number);
    },
    close: () => encoder.close(),
  };
}

/** `[CLS]` and `[SEP]`. */
const SPECIAL_PIECES = 2;
