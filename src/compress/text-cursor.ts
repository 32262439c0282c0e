/** Reads a stream of text by lengths that do not follow its chunks' borders. */
export class TextCursor {
  readonly #source: AsyncIterator<string>;
  #chunk = '';
  #at = 0;
  #left = 0;

  constructor(source: AsyncIterable<string>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next part is `length` long. */
  expect(length: number): void {
    this.#left = length;
  }

  async *take(): AsyncGenerator<string, void, undefined> {
    while (this.#left > 0) {
      if (this.#at === this.#chunk.length) {
        const next = await this.#source.next();
        if (next.done) return;
        this.#chunk = next.value;
        this.#at = 0;
        continue;
      }
      const part = this.#chunk.slice(this.#at, this.#at + this.#left);
      this.#left -= part.length;
      this.#at += part.length;
      yield part;
    }
  }

  /** Passes over what was not taken. */
  async skip(): Promise<void> {
    for await (const _ of this.take());
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
