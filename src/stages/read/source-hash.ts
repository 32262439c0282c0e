import { createHash } from 'node:crypto';

/** SHA-256 of the bytes of a document, taken along as it is first read to its end. */
export class SourceHash {
  #hex: string | undefined;

  /** In hexadecimal, as `sha256sum` writes it; undefined until then. */
  get hex(): string | undefined {
    return this.#hex;
  }

  /** Hands the bytes on, and hashes them unless it is known already what they come to. */
  async *over(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const hash = this.#hex === undefined ? createHash('sha256') : undefined;
    for await (const chunk of bytes) {
      hash?.update(chunk);
      yield chunk;
    }
    this.#hex ??= hash?.digest('hex');
  }
}
