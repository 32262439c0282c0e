import { PieceBuffer, type Pieces, type PieceTokenizer } from '../wordpiece/pieces.ts';
import { VocabularyTrie } from '../wordpiece/vocabulary-trie.ts';
import { Lattice } from './lattice.ts';
import { isWhiteSpace, NormalisedText } from './normalised-text.ts';
import { Normaliser, type NormaliserOptions } from './normaliser.ts';

export interface UnigramOptions extends NormaliserOptions {
  /** Piece and logarithm of its probability, in the order of the ids. */
  readonly vocabulary: readonly (readonly [piece: string, score: number])[];
  /** Id of the piece for what no other spells. */
  readonly unknown: number;
  /** Pieces that no text spells, such as `<s>`. */
  readonly special: ReadonlySet<string>;
  /** White space of every kind divides words and is dropped; otherwise only spaces divide, and stay. */
  readonly splitsAtWhiteSpace: boolean;
  /** Which words get a mark of their beginning if no space before them has become one. */
  readonly marks: 'always' | 'first' | 'never';
}

/** The mark of a word's beginning: what a space becomes. */
const MARK = 0x2581;
const SPACE = 0x20;
/** How much less likely than the least likely piece a character is that no piece spells, as a logarithm. */
const UNKNOWN_PENALTY = 10;

/**
 * The tokenizer of XLM-R and its kin, with offsets: the same ids and offsets as HuggingFace's `tokenizers` gives for
 * `Precompiled` + `Metaspace` + `Unigram`, but without special tokens. All pieces have type 1.
 */
export class Unigram implements PieceTokenizer {
  readonly #normaliser: Normaliser;
  readonly #lattice: Lattice;
  readonly #splitsAtWhiteSpace: boolean;
  readonly #marks: 'always' | 'first' | 'never';
  readonly #text = new NormalisedText();
  /** The words one after the other, with their marks. */
  readonly #word = new NormalisedText();
  readonly #pieces = new PieceBuffer();

  constructor(options: UnigramOptions) {
    const { vocabulary, unknown, special } = options;
    const lines = vocabulary.map(([piece], id) => (special.has(piece) || id === unknown ? '' : piece));
    const scores = Float64Array.from(vocabulary, ([, score]) => score);
    const least = scores.reduce((low, score) => Math.min(low, score), Number.POSITIVE_INFINITY);
    this.#normaliser = new Normaliser(options);
    this.#lattice = new Lattice({
      trie: new VocabularyTrie(lines, { continuation: undefined }),
      scores,
      unknown,
      unknownScore: least - UNKNOWN_PENALTY,
    });
    this.#splitsAtWhiteSpace = options.splitsAtWhiteSpace;
    this.#marks = options.marks;
  }

  encode(text: string): Pieces {
    this.#text.clear();
    this.#normaliser.write(text, this.#text);
    const { length, units } = this.#text;
    let start = 0;
    for (let at = 0; at <= length; at += 1) {
      if (at < length && !(this.#splitsAtWhiteSpace && isWhiteSpace(units[at]))) continue;
      if (at > start) this.#readWords(start, at);
      start = at + 1;
    }
    return this.#pieces.take();
  }

  /** Marks where words begin, and divides at the marks. */
  #readWords(from: number, to: number): void {
    const { units, starts, ends } = this.#text;
    const word = this.#word;
    word.clear();
    const first = units[from] as number;
    const isMarked = first === MARK || first === SPACE;
    const wantsMark = this.#marks === 'always' || (this.#marks === 'first' && starts[from] === 0);
    if (wantsMark && !isMarked) word.add(MARK, starts[from] as number, ends[from] as number);
    for (let at = from; at < to; at += 1) {
      const unit = units[at] === SPACE ? MARK : (units[at] as number);
      if (unit === MARK && word.length > 0) this.#divide();
      word.add(unit, starts[at] as number, ends[at] as number);
    }
    this.#divide();
  }

  #divide(): void {
    const { units, starts, ends, length } = this.#word;
    const found: (readonly [id: number, start: number, end: number])[] = [];
    this.#lattice.divide(units, 0, length, (id, start, end) => found.push([id, start, end]));
    for (const [id, start, end] of found.reverse())
      this.#pieces.add(id, starts[start] as number, ends[end - 1] as number, 1);
    this.#word.clear();
  }
}
