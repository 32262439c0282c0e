import { Spool } from './spool.ts';

/** Spans that are gathered before they go to the spool, the first time and then: 1 and 64 KiB. */
const FIRST_BLOCK_SPANS = 64;
const BLOCK_SPANS = 4096;
const BYTES_A_SPAN = 16;

/** Spans in ascending order, kept in memory while they are few. Neighbours that touch are one span. */
export class SpanSpool implements AsyncDisposable {
  readonly #spool = new Spool();
  #block = new Float64Array(2 * FIRST_BLOCK_SPANS);
  /** Spans in the block. */
  #filled = 0;
  #count = 0;
  #start = -1;
  #end = -1;

  /** Spans so far. */
  get count(): number {
    return this.#count + (this.#start < 0 ? 0 : 1);
  }

  add(start: number, end: number): void {
    if (start === this.#end) {
      this.#end = end;
      return;
    }
    this.flush();
    this.#start = start;
    this.#end = end;
  }

  /** Closes the open span: the next one will not be joined to it. */
  flush(): void {
    if (this.#start < 0) return;
    this.#block[2 * this.#filled] = this.#start;
    this.#block[2 * this.#filled + 1] = this.#end;
    this.#filled += 1;
    this.#count += 1;
    this.#start = -1;
    this.#end = -1;
    if (2 * this.#filled < this.#block.length) return;
    this.#spill();
    if (this.#block.length < 2 * BLOCK_SPANS) this.#block = new Float64Array(2 * BLOCK_SPANS);
  }

  /** The spans of these ordinals, by default all; the open one is closed. */
  async *read(
    from = 0,
    to = this.count,
  ): AsyncGenerator<readonly [start: number, end: number], void, undefined> {
    this.flush();
    this.#spill();
    let rest = new Uint8Array(0);
    for await (const chunk of this.#spool.read(from * BYTES_A_SPAN, to * BYTES_A_SPAN)) {
      const bytes = new Uint8Array(rest.length + chunk.length);
      bytes.set(rest);
      bytes.set(chunk, rest.length);
      const whole = bytes.length - (bytes.length % BYTES_A_SPAN);
      const numbers = new Float64Array(bytes.buffer, 0, whole / 8);
      for (let at = 0; at < numbers.length; at += 2) yield [numbers[at] ?? 0, numbers[at + 1] ?? 0];
      rest = bytes.slice(whole);
    }
  }

  #spill(): void {
    if (this.#filled === 0) return;
    this.#spool.append(new Uint8Array(this.#block.buffer, 0, this.#filled * BYTES_A_SPAN));
    this.#filled = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool.close();
  }
}
