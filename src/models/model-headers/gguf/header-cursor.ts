import { PithError } from '../../../pipeline/errors.ts';

/** Bytes of a header at most; those of models with the largest vocabularies have 20 MB. */
const LARGEST_HEADER = 2 ** 27;

/**
 * Reads the header of a GGUF file from its beginning. No count and no length in the file is trusted: what is held at once
 * is bounded by the limits that the caller gives, not by what the file says.
 */
export class HeaderCursor implements AsyncDisposable {
  /** For messages. */
  readonly file: string;
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk = Buffer.alloc(0);
  /** Where in the file the chunk begins. */
  #start = 0;
  /** What was read of the chunk. */
  #at = 0;

  constructor(bytes: AsyncIterable<Uint8Array>, file: string) {
    this.#source = bytes[Symbol.asyncIterator]();
    this.file = file;
  }

  /** Bytes that were read. */
  get offset(): number {
    return this.#start + this.#at;
  }

  /** The next so many bytes. The array is a view: copy what must last. */
  async take(length: number): Promise<Buffer> {
    await this.#fill(length);
    this.#at += length;
    return this.#chunk.subarray(this.#at - length, this.#at);
  }

  async u32(): Promise<number> {
    return (await this.take(4)).readUInt32LE();
  }

  /** An unsigned number of 64 bits, which is inexact above 2^53. */
  async u64(): Promise<number> {
    return Number((await this.take(8)).readBigUInt64LE());
  }

  /** A count of what follows. @throws {PithError} `model` if there are more than any model has. */
  async count(most: number, what: string): Promise<number> {
    const start = this.offset;
    const count = await this.u64();
    if (count <= most) return count;
    throw this.wrong(`it claims ${count} ${what}, and ${most} is the most that pith reads`, start);
  }

  /** A text with its length before it. */
  async text(most: number, what: string): Promise<string> {
    const length = await this.count(most, `bytes of ${what}`);
    return (await this.take(length)).toString();
  }

  /** Passes over texts, of which a vocabulary has hundreds of thousands: it waits only for bytes that are not here. */
  async skipTexts(count: number): Promise<void> {
    for (let text = 0; text < count; text += 1) {
      if (this.#left < 8) await this.#fill(8);
      const length = Number(this.#chunk.readBigUInt64LE(this.#at));
      this.#at += 8;
      if (length <= this.#left) this.#at += length;
      else await this.skip(length);
    }
  }

  /** Passes over bytes, without holding them. */
  async skip(length: number): Promise<void> {
    this.#check(length);
    for (let left = length; left > 0; ) {
      await this.#fill(1);
      const step = Math.min(left, this.#left);
      this.#at += step;
      left -= step;
    }
  }

  /** What is wrong with the file, and where. */
  wrong(what: string, offset = this.offset): PithError {
    return new PithError('model', `${this.file} cannot be read as GGUF: at byte ${offset} ${what}`, {
      at: { document: this.file, offset },
      hint: 'fetch the file again; if it stays so, it is damaged, or no GGUF file of version 2 or 3',
    });
  }

  get #left(): number {
    return this.#chunk.length - this.#at;
  }

  /** Waits until so many bytes are here. */
  async #fill(length: number): Promise<void> {
    this.#check(length);
    while (this.#left < length) {
      const next = await this.#source.next();
      if (next.done) throw this.wrong('the file ends inside its header', this.offset + this.#left);
      this.#start += this.#at;
      this.#chunk = Buffer.concat([this.#chunk.subarray(this.#at), next.value]);
      this.#at = 0;
    }
  }

  #check(length: number): void {
    if (this.offset + length <= LARGEST_HEADER) return;
    throw this.wrong(`${length} more bytes would make the header larger than ${LARGEST_HEADER}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source.return?.();
  }
}
