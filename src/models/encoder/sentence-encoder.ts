import type { Pieces } from '../wordpiece/pieces.ts';
import type { WordPiece } from '../wordpiece/wordpiece.ts';
import type { EncoderOptions } from './encoder.ts';
import { type BaseCard, modelFile } from './model-card.ts';
import { loadPieces } from './pieces-of-card.ts';
import { SessionPool } from './session-pool.ts';

/** `[CLS]` and `[SEP]`. */
const SPECIAL_PIECES = 2;

/**
 * A model that turns a sentence, or a question, into a vector, such that what means the same lies close together whatever
 * words it uses (Reimers and Gurevych, Sentence-BERT, 2019).
 */
export interface SentenceEncoder {
  readonly card: BaseCard;
  readonly tokenizer: WordPiece;
  /** The most pieces that one call reads, special tokens not counted. */
  readonly maxPieces: number;
  /**
   * The embedding of a sentence, a vector of length 1: the dot product of two says how close they are. Calls may overlap.
   * @throws PithError `model` if the model fails; the signal's reason if it aborts before the window has run.
   */
  embed(sentence: Pick<Pieces, 'ids' | 'types'>, signal?: AbortSignal): Promise<Float32Array>;
  /** Ends the threads. Sentences that have not run are rejected. */
  close(): Promise<void>;
}

/**
 * Loads a model that embeds sentences.
 * @throws PithError `model` or `tokenizer` if a file is missing or damaged.
 */
export async function loadSentenceEncoder(
  card: BaseCard,
  options: EncoderOptions = {},
): Promise<SentenceEncoder> {
  const { tokenizer, special } = await loadPieces(card);
  const pool = await SessionPool.open(modelFile(card, card.file), options);
  return {
    card,
    tokenizer,
    maxPieces: card.maxPieces - SPECIAL_PIECES,
    embed: (sentence, signal) =>
      new Promise((resolve, reject) => {
        const length = sentence.ids.length + SPECIAL_PIECES;
        const ids = new Int32Array(length).fill(special.sep);
        const types = new Int32Array(length);
        ids[0] = special.cls;
        ids.set(sentence.ids, 1);
        types.set(sentence.types, 1);
        const inputs = [
          { name: 'ids', data: ids },
          { name: 'types', data: types },
        ];
        const request = { inputs, outputs: [{ name: 'embedding', from: 0, to: card.hidden }] };
        pool.add({ request, signal, resolve: ([own]) => resolve(own as Float32Array), reject });
      }),
    close: () => pool.close(),
  };
}
