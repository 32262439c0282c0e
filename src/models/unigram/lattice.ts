import type { VocabularyTrie } from '../wordpiece/vocabulary-trie.ts';

/** What a lattice knows of a vocabulary. */
export interface UnigramVocabulary {
  readonly trie: VocabularyTrie;
  /** Logarithm of the probability of each piece. */
  readonly scores: Float64Array;
  readonly unknown: number;
  /** Score of a character that no piece spells. */
  readonly unknownScore: number;
}

/** The most probable way to divide a word into pieces (Viterbi). */
export class Lattice {
  readonly #vocabulary: UnigramVocabulary;
  // The best path that ends before each unit: its score, where its last piece begins, and which that is.
  #scores = new Float64Array(FIRST_CAPACITY);
  #starts = new Int32Array(FIRST_CAPACITY);
  #ids = new Int32Array(FIRST_CAPACITY);

  constructor(vocabulary: UnigramVocabulary) {
    this.#vocabulary = vocabulary;
  }

  /**
   * Divides the units `[from, to)`; calls `add` for each piece with its place, last piece first. Neighbouring
   * characters that no piece spells are one unknown piece.
   */
  divide(
    units: Uint16Array,
    from: number,
    to: number,
    add: (id: number, start: number, end: number) => void,
  ): void {
    this.#fill(units, from, to);
    const { unknown } = this.#vocabulary;
    for (let end = to; end > from; ) {
      const id = this.#ids[end - from] as number;
      let start = this.#starts[end - from] as number;
      if (id === unknown)
        while (start > from && this.#ids[start - from] === unknown)
          start = this.#starts[start - from] as number;
      add(id, start, end);
      end = start;
    }
  }

  #fill(units: Uint16Array, from: number, to: number): void {
    const { trie, scores, unknown, unknownScore } = this.#vocabulary;
    this.#prepare(to - from + 1);
    for (let start = from; start < to; ) {
      const before = this.#scores[start - from] as number;
      const next = start + characterLength(units, start, to);
      let isSpelled = false;
      let node = trie.step(trie.wordRoot, units[start] as number);
      for (let end = start + 1; node !== 0; end += 1) {
        const id = trie.ids[node] as number;
        if (id >= 0) {
          this.#offer(end - from, before + (scores[id] as number), start, id);
          if (end === next) isSpelled = true;
        }
        if (end >= to) break;
        node = trie.step(node, units[end] as number);
      }
      if (!isSpelled) this.#offer(next - from, before + unknownScore, start, unknown);
      start = next;
    }
  }

  #offer(end: number, score: number, start: number, id: number): void {
    if (this.#starts[end] !== NOWHERE && score <= (this.#scores[end] as number)) return;
    this.#scores[end] = score;
    this.#starts[end] = start;
    this.#ids[end] = id;
  }

  #prepare(length: number): void {
    if (length > this.#starts.length) {
      const capacity = 2 ** Math.ceil(Math.log2(length));
      this.#scores = new Float64Array(capacity);
      this.#starts = new Int32Array(capacity);
      this.#ids = new Int32Array(capacity);
    }
    this.#starts.fill(NOWHERE, 0, length);
    this.#scores[0] = 0;
  }
}

const FIRST_CAPACITY = 128;
const NOWHERE = -1;

function characterLength(units: Uint16Array, at: number, to: number): number {
  return at + 1 < to && ((units[at] as number) & 0xfc00) === 0xd800 ? 2 : 1;
}
