import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PithError } from '../../../pipeline/errors.ts';
import { isFile } from '../../file-kind.ts';
import type { KeptSequence } from './kept-sequence.ts';

/** Contexts that were read, kept in files of a folder; a later run takes them up instead of reading them again. */
export class SavedContexts {
  readonly #folder: string;
  readonly #made: string;

  /**
   * @param made what the contents of a file depend on besides the tokens: the model, down to its weights, the version
   *   of llama.cpp, and the type of the cache. To load a file that another model made may crash the process.
   */
  constructor(folder: string, made: readonly string[]) {
    this.#folder = folder;
    this.#made = made.join('\0');
  }

  /** True if the sequence holds the context now. */
  async load(sequence: KeptSequence, context: readonly number[]): Promise<boolean> {
    const path = this.#path(context);
    return (await isFile(path)) && (await sequence.load(path, context));
  }

  /** Whole or not at all. */
  async save(sequence: KeptSequence, context: readonly number[]): Promise<void> {
    const path = this.#path(context);
    const part = `${path}.${randomUUID()}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await sequence.save(part);
      await rename(part, path);
    } catch (cause) {
      await rm(part, { force: true });
      throw new PithError('output', `what was read cannot be kept in ${this.#folder}`, {
        hint: 'look whether the disk is full; the folder can be left out',
        cause,
      });
    }
  }

  #path(context: readonly number[]): string {
    const hash = createHash('sha256').update(this.#made).update('\0').update(Uint32Array.from(context));
    return join(this.#folder, `${hash.digest('hex')}.llama-state`);
  }
}
