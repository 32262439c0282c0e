import { Spool, type SpoolFiles, type SpoolOptions } from './spool.ts';

/** Small strings are gathered up to this many characters before they are encoded. */
const batch = 2 ** 13;

/**
 * A {@link Spool} of text, which gives back exactly the UTF-16 code units it was given, lone surrogates
 * included.
 */
export class TextSpool implements AsyncDisposable {
  readonly #spool: Spool;
  #pending = '';

  /** `limit` is in bytes, two for each UTF-16 code unit; or an empty spool that is to hold the text. */
  constructor(options: SpoolOptions | Spool = {}, files?: SpoolFiles) {
    this.#spool = options instanceof Spool ? options : new Spool(options, files);
  }

  /** How many UTF-16 code units were appended. */
  get length(): number {
    return this.#spool.size / 2 + this.#pending.length;
  }

  append(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= batch) this.#flush();
  }

  /** The text that was there when the reading began, in chunks that divide no surrogate pair. */
  async *read(): AsyncGenerator<string, void, undefined> {
    this.#flush();
    let carry = '';
    for await (const bytes of this.#spool.read()) {
      const text = carry + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf16le');
      const whole = endsInPair(text) ? text.length - 1 : text.length;
      carry = text.slice(whole);
      if (whole > 0) yield text.slice(0, whole);
    }
    if (carry !== '') yield carry;
  }

  async close(): Promise<void> {
    this.#pending = '';
    await this.#spool.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending, 'utf16le');
    this.#pending = '';
    this.#spool.append(bytes);
  }
}

/** Whether the last code unit is the first half of a pair, whose second half may follow. */
function endsInPair(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
