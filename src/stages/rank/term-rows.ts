import { ByteCursor } from '../../pipeline/byte-cursor.ts';
import { Spool } from '../../pipeline/spool.ts';
import type { TermCounts } from './bm25.ts';

const HEADER_BYTES = 12;

/**
 * The term counts of the passages that hold any term of the question, in source order, spilled: a few bytes
 * for each, so that any input can be ranked with exact statistics in flat memory.
 */
export class TermRows implements AsyncDisposable {
  readonly #spool = new Spool();
  readonly #terms: number;

  constructor(terms: number) {
    this.#terms = terms;
  }

  add({ passage, words, counts }: TermCounts): void {
    const row = new Uint8Array(HEADER_BYTES + this.#terms);
    const view = new DataView(row.buffer);
    view.setFloat64(0, passage, true);
    view.setUint32(8, words, true);
    row.set(counts, HEADER_BYTES);
    this.#spool.append(row);
  }

  async *read(): AsyncIterable<TermCounts> {
    const size = HEADER_BYTES + this.#terms;
    await using cursor = new ByteCursor(this.#spool.read());
    for (let left = this.#spool.size; left > 0; left -= size) {
      const row = await cursor.take(size);
      const view = new DataView(row.buffer, row.byteOffset, size);
      yield {
        passage: view.getFloat64(0, true),
        words: view.getUint32(8, true),
        counts: row.slice(HEADER_BYTES),
      };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool.close();
  }
}
