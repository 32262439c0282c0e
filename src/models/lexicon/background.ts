import { PithError } from '../../pipeline/errors.ts';
import { hashWord } from './words.ts';

const CAPACITY_BITS = 17;
const CAPACITY = 1 << CAPACITY_BITS;
/** Rows are numbered in 16 bits, with one number left for a row that no word has. */
const MOST_ROWS = CAPACITY / 2 - 2;

/**
 * How many of a large mixed collection's passages hold each common word. Open addressing over hashes: one
 * probe or two a word, no strings.
 */
export class BackgroundFrequencies {
  /** Passages counted. */
  readonly passages: number;
  /** Words of the table. */
  readonly size: number;
  readonly #hashes = new Int32Array(CAPACITY);
  readonly #rows = new Uint16Array(CAPACITY);
  readonly #counts: Uint32Array;

  /** `table`: the passages counted on the first line, then a word, a tab and its count a line. */
  constructor(table: string) {
    const [head = '', ...rows] = table.trimEnd().split('\n');
    this.passages = Number(/\d+/.exec(head)?.[0] ?? 0);
    this.size = rows.length;
    if (!(this.passages > 0) || rows.length > MOST_ROWS)
      throw new PithError('model', 'the table of word frequencies is damaged', {
        hint: 'Reinstall pith.',
      });
    this.#counts = new Uint32Array(rows.length + 1);
    for (const [at, row] of rows.entries()) {
      const tab = row.indexOf('\t');
      this.#set(hashWord(row.slice(0, tab)), at + 1, Number(row.slice(tab + 1)));
    }
  }

  /** The line of the table, from 1, that the word stands in; 0 for words outside the table. */
  row(hash: number): number {
    return this.#rows[this.#slot(hash)] ?? 0;
  }

  /** Passages that hold the word of a row; 0 for row 0. */
  count(row: number): number {
    return this.#counts[row] ?? 0;
  }

  /** Words that share a hash have one row, and their counts added up. */
  #set(hash: number, row: number, count: number): void {
    const slot = this.#slot(hash);
    this.#hashes[slot] = hash;
    const own = this.#rows[slot] || row;
    this.#rows[slot] = own;
    this.#counts[own] = (this.#counts[own] ?? 0) + count;
  }

  #slot(hash: number): number {
    let slot = (hash ^ (hash >>> CAPACITY_BITS)) & (CAPACITY - 1);
    while (this.#rows[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & (CAPACITY - 1);
    return slot;
  }
}
