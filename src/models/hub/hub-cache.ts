import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { abortedError } from '../../pipeline/abort.ts';
import { isFile, isFolder } from '../file-kind.ts';
import { hasChecksum } from './checksum.ts';
import { diskError } from './hub-error.ts';
import { isCommit } from './hub-id.ts';

/**
 * The files of one repository in the cache of huggingface_hub, so that what Python has fetched is used, and the other
 * way round:
 *
 *     models--owner--name/refs/main                     the commit that a branch or tag was at
 *     models--owner--name/blobs/<checksum>              contents
 *     models--owner--name/snapshots/<commit>/<path>     links to them
 *     models--owner--name/.no_exist/<commit>/<path>     empty: this commit has no such file
 */
export class HubCache {
  readonly repository: string;
  readonly #folder: string;

  constructor(cache: string, repository: string) {
    this.repository = repository;
    this.#folder = join(cache, `${PREFIX}${repository.replaceAll('/', '--')}`);
  }

  /** The commit that a revision was at when it was last fetched, if it ever was. */
  async commitOf(revision: string): Promise<string | undefined> {
    if (isCommit(revision)) return (await isFolder(this.snapshot(revision))) ? revision : undefined;
    const text = await readFile(join(this.#folder, 'refs', revision), 'utf8').catch(() => '');
    return isCommit(text.trim()) ? text.trim() : undefined;
  }

  /** The commits of which files are here. */
  async commits(): Promise<readonly string[]> {
    const names = await readdir(join(this.#folder, 'snapshots')).catch(() => []);
    return names.filter(isCommit).sort();
  }

  /** The revisions that point to a commit. */
  async revisionsOf(commit: string): Promise<readonly string[]> {
    const names = await filesBelow(join(this.#folder, 'refs'));
    const commits = await Promise.all(names.map((name) => this.commitOf(name)));
    return names.filter((_, at) => commits[at] === commit).sort();
  }

  /** The folder with the files of a commit. */
  snapshot(commit: string): string {
    return join(this.#folder, 'snapshots', commit);
  }

  /** The files of a commit that are here. */
  async files(commit: string): Promise<ReadonlySet<string>> {
    return new Set(await filesBelow(this.snapshot(commit)));
  }

  /** The files that a commit is known not to have. */
  async missing(commit: string): Promise<ReadonlySet<string>> {
    return new Set(await filesBelow(join(this.#folder, '.no_exist', commit)));
  }

  /** Where contents lie, by their checksum. */
  blob(checksum: string): string {
    return join(this.#folder, 'blobs', checksum);
  }

  async link(commit: string, name: string, checksum: string): Promise<void> {
    const path = join(this.snapshot(commit), name);
    const blob = this.blob(checksum);
    await putWhole(path, (beside) =>
      symlink(relative(dirname(path), blob), beside).catch(() => copyFile(blob, beside)),
    );
  }

  async markMissing(commit: string, name: string): Promise<void> {
    await putWhole(join(this.#folder, '.no_exist', commit, name), (beside) => writeFile(beside, ''));
  }

  async setCommit(revision: string, commit: string): Promise<void> {
    if (revision === commit) return;
    await putWhole(join(this.#folder, 'refs', revision), (beside) => writeFile(beside, commit));
  }

  /**
   * Takes contents away that are not what their checksum says; links to them then point to nothing.
   * @param path Of the contents, or of a link to them; what lies outside of this repository is left alone.
   * @returns Whether it has taken them away.
   * @throws {HubError} `disk` if they cannot be read or taken away; a PithError `aborted`.
   */
  async dropDamaged(path: string, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      const contents = await realpath(path);
      const isOurs = dirname(contents) === (await realpath(join(this.#folder, 'blobs')));
      if (!isOurs || (await hasChecksum(contents, basename(contents), signal)) !== false) return false;
      await rm(contents);
      return true;
    } catch (error) {
      if (signal?.aborted) throw abortedError(signal);
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw diskError(error, path);
    }
  }
}

/** The repositories of which something is in the cache, in alphabetical order. */
export async function cachedRepositories(cache: string): Promise<readonly string[]> {
  const names = await readdir(cache).catch(() => []);
  return names
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length).replace('--', '/'))
    .sort();
}

const PREFIX = 'models--';

/** Whole or not at all: another process may look at the same time. */
async function putWhole(path: string, put: (beside: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${Math.random().toString(36).slice(2)}`;
  try {
    await put(beside);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Paths below a folder with forward slashes; links whose target is gone are no files. */
async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const areFiles = await Promise.all(names.map((name) => isFile(join(folder, name))));
  return names.filter((_, at) => areFiles[at]).map((name) => name.split(sep).join('/'));
}
