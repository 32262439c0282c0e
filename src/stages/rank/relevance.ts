import { type Encoder, HEAD_COUNT, HEADS } from '../../models/encoder/encoder.ts';
import { MAX_QUESTION_PIECES, MAX_TITLE_PIECES } from '../../models/encoder/piece-limits.ts';
import { PiecePlacement } from '../score/encoder.ts';
import { UnitScores } from '../score/unit-scores.ts';
import { pieceWindows } from '../score/windows.ts';
import type { Passage, Units } from '../segment/passage.ts';

/** `[CLS]` and two `[SEP]`. */
const SPECIAL_PIECES = 3;

/** What the encoder says of a passage with the question beside it. */
export interface Reading {
  /** Logit of "this passage helps to answer the question"; the best of its windows. */
  readonly relevance: number;
  /** Keep score of each unit, given the question. */
  readonly keep: Float32Array;
  /** How close the sentence of each unit is to the question, a cosine; absent where no sentences were compared. */
  readonly similarity?: Float32Array | undefined;
}

/** Reads passages with one question in mind. */
export class QuestionReader {
  readonly #encoder: Encoder;
  readonly #question: Int32Array;
  readonly #separator: Int32Array;

  constructor(encoder: Encoder, question: string) {
    this.#encoder = encoder;
    this.#question = encoder.tokenizer.encode(question).ids.slice(0, MAX_QUESTION_PIECES);
    this.#separator = encoder.tokenizer.encode(':').ids;
  }

  async read(passage: Passage, units: Units, signal?: AbortSignal): Promise<Reading> {
    const { tokenizer, card } = this.#encoder;
    const title = this.#titlePieces(passage.title);
    const pieces = tokenizer.encode(passage.text);
    const limit = card.questionWindow - this.#question.length - title.ids.length - SPECIAL_PIECES;
    const runs = pieceWindows(pieces.count, limit).map(async (window) => {
      const ids = joined(Int32Array, title.ids, pieces.ids.subarray(window.from, window.to));
      const types = joined(Uint8Array, title.types, pieces.types.subarray(window.from, window.to));
      const output = await this.#encoder.run({ question: this.#question, ids, types }, signal);
      return { window, output };
    });
    const scores = new UnitScores(passage, units);
    const placement = new PiecePlacement(pieces, units);
    let relevance = Number.NEGATIVE_INFINITY;
    for (const { window, output } of await Promise.all(runs)) {
      relevance = Math.max(relevance, output.relevance);
      for (let piece = window.scoredFrom; piece < window.scoredTo; piece += 1) {
        const at = title.ids.length + piece - window.from;
        scores.add(placement.unitOf(piece), output.tokens[at * HEAD_COUNT + HEADS.keepForQuestion] ?? 0);
      }
    }
    return { relevance, keep: scores.take() };
  }

  #titlePieces(title: string): { readonly ids: Int32Array; readonly types: Uint8Array } {
    if (title === '') return { ids: new Int32Array(0), types: new Uint8Array(0) };
    const pieces = this.#encoder.tokenizer.encode(title);
    const count = Math.min(pieces.count, MAX_TITLE_PIECES);
    return {
      ids: joined(Int32Array, pieces.ids.subarray(0, count), this.#separator),
      types: joined(
        Uint8Array,
        pieces.types.subarray(0, count),
        new Uint8Array(this.#separator.length).fill(1),
      ),
    };
  }
}

function joined<T extends Int32Array | Uint8Array>(Kind: new (length: number) => T, first: T, second: T): T {
  const all = new Kind(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
