import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { type TextWriter, textWriter } from '../pipeline/text-writer.ts';
import { outputError } from './output-error.ts';

/** An output that is being written, or is finished and waits to be put in its place. */
export class TemporaryOutput implements TextWriter {
  /** Its path in the output folder, with slashes. */
  readonly name: string;
  /** Where it is written. */
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #writer: TextWriter;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #sha256: string | undefined;
  #isOpen = true;

  constructor(name: string, path: string, handle: FileHandle) {
    this.name = name;
    this.path = path;
    this.#handle = handle;
    this.#writer = textWriter((bytes) => this.#write(bytes));
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** In hexadecimal; all must have been written. */
  get sha256(): string {
    this.#sha256 ??= this.#hash.digest('hex');
    return this.#sha256;
  }

  write(text: string): Promise<void> {
    return this.#writer.write(text);
  }

  writeBytes(bytes: Uint8Array): Promise<void> {
    return this.#writer.writeBytes(bytes);
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    await this.#handle.appendFile(bytes).catch((error: unknown) => {
      throw outputError(this.name, error);
    });
  }

  /** Makes the bytes durable. */
  async end(): Promise<void> {
    await this.#handle.sync();
    this.#isOpen = false;
    await this.#handle.close();
  }

  /** Removes what is not put in its place. */
  async discard(): Promise<void> {
    if (this.#isOpen) await this.#handle.close().catch(() => {});
    this.#isOpen = false;
    rmSync(this.path, { force: true });
  }
}
