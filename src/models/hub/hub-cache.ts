import { copyFile, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { hasChecksum } from './checksum.ts';
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
    await mkdir(dirname(path), { recursive: true });
    // Whole or not at all: another process may look at the same time.
    const beside = `${path}.${Math.random().toString(36).slice(2)}`;
    await symlink(relative(dirname(path), blob), beside).catch(() => copyFile(blob, beside));
    await rename(beside, path);
  }

  async markMissing(commit: string, name: string): Promise<void> {
    await writeInto(join(this.#folder, '.no_exist', commit, name), '');
  }

  async setCommit(revision: string, commit: string): Promise<void> {
    if (revision !== commit) await writeInto(join(this.#folder, 'refs', revision), commit);
  }

  /** Takes away what is not what its checksum says; the links to it then point to nothing. */
  async dropDamaged(signal: AbortSignal | undefined): Promise<void> {
    const folder = join(this.#folder, 'blobs');
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      if ((await hasChecksum(path, name, signal)) === false) await rm(path, { force: true });
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

async function writeInto(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Paths below a folder with forward slashes; links whose target is gone are no files. */
async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const isFile = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (found) => found.isFile(),
        () => false,
      ),
    ),
  );
  return names.filter((_, at) => isFile[at]).map((name) => name.split(sep).join('/'));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
