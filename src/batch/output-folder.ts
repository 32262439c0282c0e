import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PithError } from '../pipeline/errors.ts';
import { makeFolder } from '../pipeline/make-folder.ts';
import type { DoneItem } from '../store/ledger-entry.ts';
import { contentHash } from './content-hash.ts';
import { isFatal, outputError } from './output-error.ts';
import { TemporaryOutput } from './temporary-output.ts';

/** Where pith keeps what is no output: the ledger, and files that are being written. */
export const OWN_FOLDER = '.pith';

/** A finished output that was put in its place, or why it was not. */
export type Placed = { readonly output: TemporaryOutput; readonly error?: PithError };

/**
 * A folder that outputs are written to, by names with slashes. Nothing leaves it: a name that leads out of it is refused, and
 * so are links on the way. An output appears whole, once it is durable, and replaces one of its name.
 */
export class OutputFolder implements AsyncDisposable {
  /** The folder itself. */
  readonly path: string;
  readonly #temporary: string;
  /** Folders in it that are known to be no links. */
  readonly #known = new Set<string>(['']);
  /** Outputs that are not in their places. */
  readonly #unplaced = new Set<TemporaryOutput>();

  private constructor(path: string, temporary: string) {
    this.path = path;
    this.#temporary = temporary;
  }

  /**
   * Opens a folder, which is made if it is not there.
   * @param options.force - also if others have written it
   * @throws {PithError} `output` if it cannot be written, or holds files that no batch wrote
   */
  static async open(path: string, options: { readonly force: boolean }): Promise<OutputFolder> {
    try {
      makeFolder(path);
      if ((await lstat(join(path, OWN_FOLDER)).catch(() => undefined)) === undefined) {
        const names = await readdir(path);
        // Another part of the same batch may have begun meanwhile.
        const isOurs = names.length === 0 || names.includes(OWN_FOLDER);
        if (!isOurs && !options.force) throw notOurs(path);
        makeFolder(join(path, OWN_FOLDER), 0o700);
      }
      if (!(await lstat(join(path, OWN_FOLDER))).isDirectory()) throw leadsOut(OWN_FOLDER);
      return new OutputFolder(path, join(path, OWN_FOLDER, 'writing'));
    } catch (error) {
      throw outputError(path, error);
    }
  }

  /** Path of a file of pith's own. */
  own(name: string): string {
    return join(this.path, OWN_FOLDER, name);
  }

  /**
   * Makes the place where outputs are written; removes what a run that was killed has left there.
   * @param run - tells apart runs that go on at the same time
   * @throws {PithError} `output` if that is not possible
   */
  async prepare(run: string): Promise<void> {
    const folder = join(this.#temporary, run);
    try {
      await rm(folder, { recursive: true, force: true });
      makeFolder(folder, 0o700);
    } catch (error) {
      throw outputError(folder, error);
    }
  }

  /**
   * Begins an output.
   * @throws {PithError} `output` for a name that leads out of the folder, or where it cannot be written
   */
  async create(name: string, run: string): Promise<TemporaryOutput> {
    checkName(name);
    const path = join(this.#temporary, run, randomUUID());
    try {
      const output = new TemporaryOutput(name, path, await open(path, 'wx', 0o666));
      this.#unplaced.add(output);
      return output;
    } catch (error) {
      throw outputError(this.path, error);
    }
  }

  /** Whether an output is there as it was written. */
  async holds(name: string, { bytes, sha256 }: Pick<DoneItem, 'bytes' | 'sha256'>): Promise<boolean> {
    const path = join(this.path, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() !== true || found.size !== bytes) return false;
    return (await contentHash(path).catch(() => undefined)) === sha256;
  }

  /**
   * Removes an output if it is there as it was written, and no link leads to it; says whether it did.
   * @throws {PithError} `output` if that fails
   */
  async remove(name: string, known: Pick<DoneItem, 'bytes' | 'sha256'>): Promise<boolean> {
    const folders = name.split('/').slice(0, -1);
    for (let depth = 1; depth <= folders.length; depth += 1) {
      const found = await lstat(join(this.path, ...folders.slice(0, depth))).catch(() => undefined);
      if (found?.isDirectory() !== true) return false;
    }
    if (!(await this.holds(name, known))) return false;
    const path = join(this.path, name);
    await rm(path).catch((error: unknown) => {
      throw outputError(path, error);
    });
    return true;
  }

  /**
   * Puts outputs in their places, durably: once this returns, they stay, whatever happens to the machine.
   * @throws {PithError} `output` if nothing more can be written at all; what concerns one of them is told of that one.
   */
  async place(outputs: readonly TemporaryOutput[]): Promise<readonly Placed[]> {
    const folders = new Set<string>();
    const placed = await Promise.all(
      outputs.map(async (output): Promise<Placed> => {
        try {
          await output.end();
          await this.#makeFolders(output.name, folders);
          await rename(output.path, join(this.path, output.name));
          this.#unplaced.delete(output);
          return { output };
        } catch (cause) {
          const error = outputError(join(this.path, output.name), cause);
          if (isFatal(error)) throw error;
          return { output, error };
        }
      }),
    );
    await Promise.all([...folders].map((folder) => this.#sync(folder)));
    return placed;
  }

  /** Removes what was not put in its place. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const output of this.#unplaced) await output.discard();
  }

  /** Makes the folders on the way to an output, one by one: no link is followed. */
  async #makeFolders(name: string, touched: Set<string>): Promise<void> {
    const parts = name.split('/').slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join('/');
      if (this.#known.has(folder)) continue;
      const path = join(this.path, folder);
      await mkdir(path).catch(async (error: unknown) => {
        const found = await lstat(path).catch(() => undefined);
        if (found?.isSymbolicLink() === true) throw leadsOut(folder);
        if (found?.isDirectory() !== true) throw error;
      });
      touched.add(parts.slice(0, depth - 1).join('/'));
      this.#known.add(folder);
    }
    touched.add(parts.join('/'));
  }

  async #sync(folder: string): Promise<void> {
    const path = join(this.path, folder);
    try {
      await syncFolder(path);
    } catch (error) {
      throw outputError(path, error);
    }
  }
}

/** Names are made from those of inputs, which anybody may have chosen. */
function checkName(name: string): void {
  const parts = name.split('/');
  const isSafe = !name.includes('\0') && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isSafe || parts[0] === OWN_FOLDER) throw leadsOut(name);
}

function leadsOut(name: string): PithError {
  return new PithError(
    'output',
    `${JSON.stringify(name)} leads out of the output folder, or into pith's own files`,
    {
      hint: 'rename the input, or remove the link that stands in the way',
    },
  );
}

function notOurs(path: string): PithError {
  return new PithError('output', `the folder ${path} holds files that no batch wrote`, {
    hint: 'name an empty or new folder, or add -f to write into this one',
  });
}

/** That a file has a name is durable once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const found = await stat(path);
  if (!found.isDirectory()) return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
