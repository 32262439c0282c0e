/**
 * The word pieces of a text, in order, without special tokens. All arrays have `count` elements.
 */
export interface Pieces {
  readonly count: number;
  /** Vocabulary ids. */
  readonly ids: Int32Array;
  /** UTF-16 offsets into the encoded text, `[starts[i], ends[i])`. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /**
   * The surface form of the whole word that the piece belongs to: 4 with a digit, 3 all capitals, 2 starting
   * with a capital, 1 anything else. 0 is left for special tokens and the question.
   */
  readonly types: Uint8Array;
}

/** What divides a text into the pieces of a model's vocabulary. */
export interface PieceTokenizer {
  /** The pieces of any text; what spells a special token is text. */
  encode(text: string): Pieces;
}

const firstCapacity = 1024;

/** Collects pieces; reused from text to text, so that only the result is allocated. */
export class PieceBuffer {
  #count = 0;
  #ids = new Int32Array(firstCapacity);
  #starts = new Uint32Array(firstCapacity);
  #ends = new Uint32Array(firstCapacity);
  #types = new Uint8Array(firstCapacity);

  get count(): number {
    return this.#count;
  }

  add(id: number, start: number, end: number, type: number): void {
    const at = this.#count;
    if (at === this.#ids.length) this.#grow();
    this.#ids[at] = id;
    this.#starts[at] = start;
    this.#ends[at] = end;
    this.#types[at] = type;
    this.#count = at + 1;
  }

  /** Forgets every piece from `count` on. */
  truncate(count: number): void {
    this.#count = count;
  }

  /** Hands the pieces over and starts anew. The four arrays share one allocation. */
  take(): Pieces {
    const count = this.#count;
    this.#count = 0;
    const memory = new ArrayBuffer(count * 13);
    const ids = new Int32Array(memory, 0, count);
    const starts = new Uint32Array(memory, count * 4, count);
    const ends = new Uint32Array(memory, count * 8, count);
    const types = new Uint8Array(memory, count * 12, count);
    ids.set(this.#ids.subarray(0, count));
    starts.set(this.#starts.subarray(0, count));
    ends.set(this.#ends.subarray(0, count));
    types.set(this.#types.subarray(0, count));
    return { count, ids, starts, ends, types };
  }

  #grow(): void {
    const capacity = this.#ids.length * 2;
    const larger = <T extends Int32Array | Uint32Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#ids = larger(new Int32Array(capacity), this.#ids);
    this.#starts = larger(new Uint32Array(capacity), this.#starts);
    this.#ends = larger(new Uint32Array(capacity), this.#ends);
    this.#types = larger(new Uint8Array(capacity), this.#types);
  }
}
