import { PithError } from '../../pipeline/errors.ts';
import type { WordPiece } from '../wordpiece/wordpiece.ts';
import { type EncoderOutput, type EncoderWindow, HEAD_COUNT } from './encoder-window.ts';
import { type ModelCard, modelFile } from './model-card.ts';
import { loadPieces, type SpecialIds } from './pieces-of-card.ts';
import { SessionPool } from './session-pool.ts';
import type { ThreadRequest } from './session-thread.ts';

export { type EncoderOutput, type EncoderWindow, HEAD_COUNT, HEADS } from './encoder-window.ts';

export interface EncoderOptions {
  /**
   * How many windows run at once, each on one thread.
   * @default 1
   */
  readonly threads?: number;
  /** Loads the weights when the first window is run; errors in them come then. @default false */
  readonly lazy?: boolean;
}

/** A loaded model. The output for a window depends on the window alone, not on what runs beside it. */
export interface Encoder {
  readonly card: ModelCard;
  readonly tokenizer: WordPiece;
  /**
   * Scores one window. Calls may overlap: as many run at once as there are threads, the rest wait their turn.
   * @throws PithError `model` if the model fails; the signal's reason if it aborts before the window has run.
   */
  run(window: EncoderWindow, signal?: AbortSignal): Promise<EncoderOutput>;
  /** Ends the threads. Windows that have not run are rejected. */
  close(): Promise<void>;
}

/**
 * Loads a model. Each thread has a session of its own; their weights are shared through the page cache
 * as far as they lie in external files.
 * @throws PithError `model` or `tokenizer` if a file is missing or damaged.
 */
export async function loadEncoder(card: ModelCard, options: EncoderOptions = {}): Promise<Encoder> {
  const { tokenizer, special } = await loadPieces(card);
  const pool = await SessionPool.open(modelFile(card, card.file), options);
  return {
    card,
    tokenizer,
    run: (window, signal) =>
      new Promise((resolve, reject) => {
        pool.add({
          request: layOut(card, special, window),
          signal,
          resolve: ([tokens, relevance]) =>
            resolve({ tokens: tokens as Float32Array, relevance: relevance?.[0] as number }),
          reject,
        });
      }),
    close: () => pool.close(),
  };
}

/** The window as the model reads it: special tokens and the question have type 0. */
function layOut(card: ModelCard, { cls, sep }: SpecialIds, window: EncoderWindow): Omit<ThreadRequest, 'id'> {
  const { question, ids: passage } = window;
  const from = question === undefined ? 1 : question.length + 2;
  const length = from + passage.length + 1;
  if (length > card.maxPieces) {
    throw new PithError(
      'model',
      `a window of ${length} pieces: ${card.name} reads ${card.maxPieces} at most`,
    );
  }
  const ids = new Int32Array(length).fill(sep);
  const types = new Int32Array(length);
  ids[0] = cls;
  if (question !== undefined) ids.set(question, 1);
  ids.set(passage, from);
  types.set(window.types, from);
  return {
    inputs: [
      { name: 'ids', data: ids },
      { name: 'types', data: types },
    ],
    outputs: [
      { name: 'tokens', from: from * HEAD_COUNT, to: (from + passage.length) * HEAD_COUNT },
      { name: 'relevance', from: 0, to: 1 },
    ],
  };
}
