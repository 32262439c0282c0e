import type { SentenceEncoder } from '../../models/encoder/sentence-encoder.ts';
import type { Passage, Units } from '../segment/passage.ts';
import { sentenceWindows } from './sentence-windows.ts';

/** How close the sentences of a passage are to each question. */
export interface PassageSimilarity {
  /** Where each sentence ends, relative to the passage; the next one begins there. */
  readonly ends: Uint32Array;
  /** For each question, the cosine of each sentence, from -1 to 1. */
  readonly byQuestion: readonly Float32Array[];
}

/** Compares the sentences of passages with questions; each sentence is read once, however many questions there are. */
export class SentenceReader {
  readonly #encoder: SentenceEncoder;
  readonly #questions: readonly Float32Array[];

  private constructor(encoder: SentenceEncoder, questions: readonly Float32Array[]) {
    this.#encoder = encoder;
    this.#questions = questions;
  }

  static async open(encoder: SentenceEncoder, questions: readonly string[]): Promise<SentenceReader> {
    const embedded = questions.map((question) => {
      const { ids, types } = encoder.tokenizer.encode(question);
      return encoder.embed({
        ids: ids.slice(0, encoder.maxPieces),
        types: types.slice(0, encoder.maxPieces),
      });
    });
    return new SentenceReader(encoder, await Promise.all(embedded));
  }

  async read(passage: Passage, signal?: AbortSignal): Promise<PassageSimilarity> {
    const pieces = this.#encoder.tokenizer.encode(passage.text);
    const windows = sentenceWindows(passage, pieces, this.#encoder.maxPieces);
    const sentences = await Promise.all(
      windows.map(({ from, to }) =>
        this.#encoder.embed(
          { ids: pieces.ids.subarray(from, to), types: pieces.types.subarray(from, to) },
          signal,
        ),
      ),
    );
    return {
      ends: Uint32Array.from(windows, ({ to }) => pieces.starts[to] ?? passage.text.length),
      byQuestion: this.#questions.map((question) =>
        Float32Array.from(sentences, (sentence) => dot(question, sentence)),
      ),
    };
  }
}

/** How close the sentence is that each unit begins in. */
export function unitSimilarities(
  { ends, byQuestion }: PassageSimilarity,
  question: number,
  { count, cores }: Units,
): Float32Array {
  const similarities = byQuestion[question] ?? new Float32Array(0);
  let sentence = 0;
  return Float32Array.from({ length: count }, (_, unit) => {
    while ((ends[sentence] ?? Number.POSITIVE_INFINITY) <= (cores[unit] ?? 0)) sentence += 1;
    return similarities[sentence] ?? 0;
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (const [at, value] of a.entries()) sum += value * (b[at] ?? 0);
  return sum;
}
