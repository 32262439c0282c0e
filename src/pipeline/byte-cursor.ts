const NOTHING = new Uint8Array(0);

/** Reads a stream of byte chunks by exact lengths, in order. */
export class ByteCursor implements AsyncDisposable {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = NOTHING;
  #at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Whether nothing is left. */
  async isAtEnd(): Promise<boolean> {
    while (this.#at === this.#chunk.length) if (!(await this.#pull())) return true;
    return false;
  }

  /**
   * The next `length` bytes. The array may be a view of the chunk: copy what must last.
   * @throws {RangeError} if fewer are left.
   */
  async take(length: number): Promise<Uint8Array> {
    const end = this.#at + length;
    if (end <= this.#chunk.length) {
      const bytes = this.#chunk.subarray(this.#at, end);
      this.#at = end;
      return bytes;
    }
    return this.#gather(length);
  }

  async #gather(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (await this.isAtEnd()) throw new RangeError(`${length - filled} bytes are missing at the end`);
      const part = this.#chunk.subarray(this.#at, this.#at + length - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.#at += part.length;
    }
    return bytes;
  }

  async #pull(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    this.#chunk = next.value;
    this.#at = 0;
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source.return?.();
  }
}
