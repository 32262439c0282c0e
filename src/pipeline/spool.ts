import { randomUUID } from 'node:crypto';
import * as nodeFiles from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PithError } from './errors.ts';

export interface SpoolOptions {
  /** How many bytes stay in memory before the rest goes to a file. @default 1 MiB */
  readonly limit?: number | undefined;
  /** Where the file is made. @default os.tmpdir() */
  readonly folder?: string | undefined;
}

/** The file operations that a spool needs; those of `node:fs` fit. */
export type SpoolFiles = Pick<
  typeof nodeFiles,
  'openSync' | 'writeSync' | 'closeSync' | 'unlinkSync' | 'read'
>;

const mebibyte = 2 ** 20;
const writeBlock = 2 ** 18;
const readBlock = 2 ** 18;

/**
 * A store of bytes that is written front to back and read any number of times. It stays in memory up to
 * `limit`, then goes on in a private file, which has no name where the system allows that, so that a killed
 * process leaves nothing behind.
 *
 * Writing is synchronous, as the bytes go no further than the system's page cache, and so no error waits in a
 * promise that nobody awaits. Any method throws a PithError of code `output` when the file fails.
 */
export class Spool implements AsyncDisposable {
  readonly #limit: number;
  readonly #folder: string;
  readonly #files: SpoolFiles;
  /** The newest bytes, `#held` of them; all bytes as long as there is no file. */
  #tail = new Uint8Array(0);
  #held = 0;
  /** The bytes before those, in the file. */
  #filed = 0;
  #file: number | undefined;
  /** The file's name, where it could not be removed while the file is open. */
  #name: string | undefined;
  #broken: PithError | undefined;
  #closed = false;
  readonly #reads = new Set<Promise<unknown>>();

  constructor(options: SpoolOptions = {}, files: SpoolFiles = nodeFiles) {
    this.#limit = options.limit ?? mebibyte;
    this.#folder = options.folder ?? tmpdir();
    this.#files = files;
  }

  /** How many bytes were appended. */
  get size(): number {
    return this.#filed + this.#held;
  }

  /** Whether the bytes have outgrown the memory. */
  get onDisk(): boolean {
    return this.#file !== undefined;
  }

  /** Copies `bytes` to the end. Cheap for arrays of any size. */
  append(bytes: Uint8Array): void {
    this.#check();
    if (this.#held + bytes.length > this.#tail.length) this.#makeRoom(bytes.length);
    if (bytes.length > this.#tail.length - this.#held) {
      this.#write(bytes);
    } else {
      this.#tail.set(bytes, this.#held);
      this.#held += bytes.length;
    }
  }

  /**
   * The bytes from `start` to `end`, in arrays of up to 256 KiB that belong to the reader; by default all that are
   * there when the reading begins.
   */
  async *read(start = 0, end = this.size): AsyncGenerator<Uint8Array, void, undefined> {
    this.#check();
    for (let position = start; position < end; ) {
      const bytes = await this.#readAt(position, Math.min(readBlock, end - position));
      position += bytes.length;
      yield bytes;
    }
  }

  /** Gives memory and file back, once reads under way have ended. Nothing can be read afterwards. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#reads);
    this.#tail = new Uint8Array(0);
    if (this.#file === undefined) return;
    this.#files.closeSync(this.#file);
    if (this.#name !== undefined) this.#files.unlinkSync(this.#name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #check(): void {
    if (this.#closed) throw new PithError('usage', 'The spool is closed.');
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** Makes the tail large enough for `more` bytes, or else empties it into the file. */
  #makeRoom(more: number): void {
    const needed = this.#held + more;
    if (this.#file === undefined && needed <= this.#limit) {
      this.#tail = this.#resized(Math.min(this.#limit, Math.max(needed, this.#tail.length * 2, 4096)));
      return;
    }
    this.#write(this.#tail.subarray(0, this.#held));
    this.#held = 0;
    if (this.#tail.length !== writeBlock) this.#tail = new Uint8Array(writeBlock);
  }

  #resized(length: number): Uint8Array<ArrayBuffer> {
    const tail = new Uint8Array(length);
    tail.set(this.#tail.subarray(0, this.#held));
    return tail;
  }

  #write(bytes: Uint8Array): void {
    try {
      this.#file ??= this.#open();
      for (let done = 0; done < bytes.length; ) {
        const written = this.#files.writeSync(this.#file, bytes, done, bytes.length - done, this.#filed);
        done += written;
        this.#filed += written;
      }
    } catch (error) {
      this.#broken = fileError(error, this.#folder);
      throw this.#broken;
    }
  }

  /** `wx+` refuses a name that exists, so nobody can have put a link there. */
  #open(): number {
    const name = join(this.#folder, `spool-${randomUUID()}`);
    const file = this.#files.openSync(name, 'wx+', 0o600);
    try {
      this.#files.unlinkSync(name);
    } catch {
      // Some systems do not remove open files; then `close` does it.
      this.#name = name;
    }
    return file;
  }

  async #readAt(position: number, length: number): Promise<Uint8Array> {
    this.#check();
    if (position >= this.#filed) {
      const start = position - this.#filed;
      return this.#tail.slice(start, start + length);
    }
    const bytes = new Uint8Array(Math.min(length, this.#filed - position));
    const reading = this.#fill(bytes, position);
    this.#reads.add(reading);
    try {
      await reading;
    } catch (error) {
      throw fileError(error, this.#folder);
    } finally {
      this.#reads.delete(reading);
    }
    return bytes;
  }

  async #fill(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const count = await this.#readSome(bytes.subarray(done), position + done);
      if (count === 0) throw new Error('The file is shorter than what was written to it.');
      done += count;
    }
  }

  #readSome(bytes: Uint8Array, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#files.read(this.#file as number, bytes, 0, bytes.length, position, (error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    });
  }
}

function fileError(error: unknown, folder: string): PithError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const reason = error instanceof Error ? error.message : String(error);
  return new PithError(
    'output',
    full
      ? `There is no space left for temporary data in ${folder}.`
      : `Temporary data in ${folder} failed: ${reason}`,
    {
      hint: full
        ? `Free some space in ${folder}, or name a larger folder with TMPDIR.`
        : `Check that ${folder} exists and can be written to, or name another folder with TMPDIR.`,
      cause: error,
    },
  );
}
