import { type Encoder, HEAD_COUNT, HEADS } from '../../models/encoder/encoder.ts';
import { MAX_QUESTION_PIECES } from '../../models/encoder/piece-limits.ts';
import type { Pieces } from '../../models/wordpiece/pieces.ts';
import type { Passage } from '../segment/passage.ts';

/** Pieces of a window: so few that one sentence is not lost among others. */
const WINDOW_PIECES = 112;

/** What a quick look at a passage says of it. */
export interface Skim {
  /** Logit of "this helps to answer the question"; the best of its windows. */
  readonly relevance: number;
  /** Logit of "this word belongs to the answer"; the best of its words. */
  readonly keep: number;
}

/** Looks through passages with one question in mind, window by window, to find those that are worth reading. */
export class Skimmer {
  readonly #encoder: Encoder;
  readonly #question: Int32Array;

  constructor(encoder: Encoder, question: string) {
    this.#encoder = encoder;
    this.#question = encoder.tokenizer.encode(question).ids.slice(0, MAX_QUESTION_PIECES);
  }

  async skim({ text }: Passage, signal?: AbortSignal): Promise<Skim> {
    const pieces = this.#encoder.tokenizer.encode(text);
    const windows = evenWindows(text, pieces, WINDOW_PIECES);
    const skims = await Promise.all(windows.map(([from, to]) => this.#window(pieces, from, to, signal)));
    return {
      relevance: Math.max(...skims.map(({ relevance }) => relevance)),
      keep: Math.max(...skims.map(({ keep }) => keep)),
    };
  }

  async #window({ ids, types }: Pieces, from: number, to: number, signal?: AbortSignal): Promise<Skim> {
    const { tokens, relevance } = await this.#encoder.run(
      { question: this.#question, ids: ids.subarray(from, to), types: types.subarray(from, to) },
      signal,
    );
    let keep = Number.NEGATIVE_INFINITY;
    for (let at = HEADS.keepForQuestion; at < tokens.length; at += HEAD_COUNT)
      keep = Math.max(keep, tokens[at] ?? keep);
    return { relevance, keep };
  }
}

/** Windows of about the same length that end at sentences where one ends nearby; their ends, in pieces. */
function evenWindows(
  text: string,
  { count, starts }: Pieces,
  size: number,
): readonly (readonly [from: number, to: number])[] {
  const parts = Math.ceil(count / size);
  const reach = Math.floor(count / parts / 3);
  const windows: (readonly [number, number])[] = [];
  let from = 0;
  for (let part = 1; part <= parts; part += 1) {
    const even = Math.round((part * count) / parts);
    const to = part === parts ? count : sentenceStart(text, starts, even, reach);
    windows.push([from, to]);
    from = to;
  }
  return windows;
}

/** The piece nearest to `even` that begins a sentence or a line; `even` itself if there is none within reach. */
function sentenceStart(text: string, starts: Uint32Array, even: number, reach: number): number {
  for (let distance = 0; distance <= reach; distance += 1)
    for (const piece of [even - distance, even + distance]) {
      const before = text.slice(starts[piece - 1], starts[piece]);
      if (/[.!?]['"’”)]?\s|\n/.test(before)) return piece;
    }
  return even;
}
