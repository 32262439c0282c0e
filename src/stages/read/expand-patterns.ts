import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { PithError } from '../../pipeline/errors.ts';
import { fileError, isMissing } from './file-error.ts';

/** A file to read, or `-` for standard input. */
export interface InputPath {
  readonly path: string;
  /** Found in a folder that was named, and not named itself. */
  readonly inFolder: boolean;
}

/**
 * The files that paths, folders and globs name, each once even if links lead to it by several names: pattern by pattern,
 * sorted within a pattern. A folder stands for all files under it, as a glob does, but hidden ones and what lies in a
 * `node_modules`, unless the pattern names that.
 *
 * @throws PithError `input` for a pattern that names nothing, or what may not be read.
 */
export async function expandPatterns(patterns: readonly string[]): Promise<InputPath[]> {
  const paths = new Map<string, InputPath>();
  for (const pattern of patterns) {
    for (const input of pattern === '-' ? [{ path: '-', inFolder: false }] : await expand(pattern)) {
      const key = input.path === '-' ? '-' : await realpath(input.path).catch(() => resolve(input.path));
      // Named itself, a file is no longer one of a folder's.
      const inFolder = input.inFolder && (paths.get(key)?.inFolder ?? true);
      paths.set(key, { path: paths.get(key)?.path ?? input.path, inFolder });
    }
  }
  return [...paths.values()];
}

async function expand(pattern: string): Promise<InputPath[]> {
  const info = await statIfThere(pattern);
  if (info?.isDirectory()) {
    const paths = await filesUnder(pattern, new Set());
    if (paths.length === 0) {
      throw nothing(`there are no files in folder '${pattern}'`);
    }
    return (await eachOnce(paths)).map((path) => ({ path, inFolder: true }));
  }
  if (info !== undefined) {
    return [{ path: pattern, inFolder: false }];
  }
  if (!isDynamicPattern(pattern)) {
    throw nothing(`there is no file '${pattern}'`);
  }
  const found = await glob(pattern, {
    expandDirectories: false,
    absolute: isAbsolute(pattern),
    ignore: namesPackages(pattern) ? [] : [`**/${packages}/**`],
  });
  const paths = namesPackages(pattern) ? found : found.filter((path) => !namesPackages(path));
  if (paths.length === 0) {
    throw nothing(`no file matches '${pattern}'`);
  }
  return (await eachOnce(paths)).map((path) => ({ path, inFolder: false }));
}

const packages = 'node_modules';

function namesPackages(path: string): boolean {
  return path.split(/[/\\]/).includes(packages);
}

/** Of several paths to one file the shortest: those through links that lead back up are longer. Sorted. */
async function eachOnce(paths: readonly string[]): Promise<string[]> {
  const byFile = new Map<string, string>();
  for (const path of paths.toSorted()) {
    const real = await realpath(path).catch(() => path);
    const known = byFile.get(real);
    if (known === undefined || path.length < known.length) byFile.set(real, path);
  }
  return [...byFile.values()].sort();
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw fileError(error, path);
  }
}

/** Follows links, but enters no folder that it is in already. */
async function filesUnder(folder: string, within: ReadonlySet<string>): Promise<string[]> {
  const paths: string[] = [];
  try {
    const real = await realpath(folder);
    if (within.has(real)) {
      return [];
    }
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const info = name.startsWith('.') || name === packages ? undefined : await statIfThere(path);
      if (info?.isDirectory()) {
        paths.push(...(await filesUnder(path, new Set([...within, real]))));
      } else if (info?.isFile()) {
        paths.push(path);
      }
    }
  } catch (error) {
    throw PithError.isInstance(error) ? error : fileError(error, folder);
  }
  return paths;
}

function nothing(message: string): PithError {
  return new PithError('input', message, { hint: "Check the name; '-' reads standard input." });
}
