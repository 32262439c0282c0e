import { PithError } from '../../pipeline/errors.ts';
import { hashWord } from './words.ts';

const CAPACITY_BITS = 17;
const CAPACITY = 1 << CAPACITY_BITS;

/**
 * How many of a large mixed collection's passages hold each common word. Open addressing over hashes: one
 * probe or two a word, no strings.
 */
export class BackgroundFrequencies {
  /** Passages counted. */
  readonly passages: number;
  readonly #hashes = new Int32Array(CAPACITY);
  readonly #counts = new Uint32Array(CAPACITY);

  /** `table`: the passages counted on the first line, then a word, a tab and its count a line. */
  constructor(table: string) {
    const [head = '', ...rows] = table.trimEnd().split('\n');
    this.passages = Number(/\d+/.exec(head)?.[0] ?? 0);
    if (!(this.passages > 0) || rows.length > CAPACITY / 2)
      throw new PithError('model', 'the table of word frequencies is damaged', {
        hint: 'Reinstall pith.',
      });
    for (const row of rows) {
      const tab = row.indexOf('\t');
      this.#set(hashWord(row.slice(0, tab)), Number(row.slice(tab + 1)));
    }
  }

  /** Passages that hold the word; 0 for words outside the table. */
  count(hash: number): number {
    return this.#counts[this.#slot(hash)] ?? 0;
  }

  #set(hash: number, count: number): void {
    const slot = this.#slot(hash);
    this.#hashes[slot] = hash;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
  }

  #slot(hash: number): number {
    let slot = (hash ^ (hash >>> CAPACITY_BITS)) & (CAPACITY - 1);
    while (this.#counts[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & (CAPACITY - 1);
    return slot;
  }
}
