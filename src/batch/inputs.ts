import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { PithError } from '../pipeline/errors.ts';
import { plainName } from '../stages/read/decompressed.ts';
import { expandPatterns } from '../stages/read/expand-patterns.ts';

/** A file that is read, and how its output is called. */
export interface BatchInput {
  readonly path: string;
  /** With slashes, below whatever folder was named; without the ending of a compressed file. */
  readonly name: string;
  /** The name of its output, or what those of its parts begin with. */
  readonly output: string;
  readonly bytes: number;
}

/** Which files are read, and how their outputs are called. */
export interface InputOptions {
  /** Globs; a file must match one of them, with or without the ending of a compressed file, if there are any. One without a slash is about the last part of the name. */
  readonly include?: readonly string[] | undefined;
  /** Globs; a file that matches one of them is left out. */
  readonly exclude?: readonly string[] | undefined;
  /** Leaves out files that were last changed before: milliseconds since 1970. */
  readonly since?: number | undefined;
  /** Where the outputs go. */
  readonly outputFolder: string;
  /** The name of an output, from that of its input. */
  readonly outputName: (name: string) => string;
}

/**
 * The files that paths, folders and globs name, in a fixed order, but for those that lie in the output folder.
 *
 * @throws {PithError} `input` for what is not there, `usage` for standard input and where two files have one name
 */
export async function batchInputs(
  patterns: readonly string[],
  options: InputOptions,
): Promise<readonly BatchInput[]> {
  if (patterns.includes('-')) {
    throw new PithError(
      'usage',
      'a batch does not read standard input, as it could not go on from there later',
      {
        hint: 'name files or folders; --files-from - reads their names from standard input',
      },
    );
  }
  const isWanted = matcher(options);
  const outputFolder = await realpath(options.outputFolder);
  const inputs = new Map<string, BatchInput>();
  for (const pattern of patterns) {
    for (const { path, inFolder } of await expandPatterns([pattern])) {
      if (isBelow(await realpath(path).catch(() => path), outputFolder)) continue;
      const stored = inFolder ? slashed(relative(pattern, path)) : ownName(path);
      const name = plainName(stored);
      const { bytes, modified } = await measured(path);
      if (!isWanted([...new Set([name, stored])], modified)) continue;
      const output = options.outputName(name);
      const other = inputs.get(output);
      if (other !== undefined && resolve(other.path) !== resolve(path))
        throw sameName(other.path, path, output);
      inputs.set(output, { path, name, output, bytes });
    }
  }
  return [...inputs.values()];
}

/** @throws PithError `usage` for a pipe, which can be read once: a batch must know what it read to go on from there later. */
async function measured(path: string): Promise<{ readonly bytes: number; readonly modified: number }> {
  const found = await stat(path).catch(() => undefined);
  // What is gone by now fails when it is read.
  if (found === undefined) return { bytes: 0, modified: 0 };
  if (!found.isFile())
    throw new PithError('usage', `'${path}' is no regular file`, { hint: 'write it to a file first' });
  return { bytes: found.size, modified: found.mtimeMs };
}

function matcher({ include = [], exclude = [], since = 0 }: InputOptions) {
  const included = include.length === 0 ? () => true : anyOf(include);
  const excluded = anyOf(exclude);
  return (names: readonly string[], modified: number) =>
    names.some(included) && !names.some(excluded) && modified >= since;
}

function anyOf(globs: readonly string[]): (name: string) => boolean {
  const tests = globs.map((glob) => picomatch(glob, { basename: !glob.includes('/'), dot: true }));
  return (name) => tests.some((test) => test(name));
}

/** As it was named, if that is below the current folder. */
function ownName(path: string): string {
  const name = slashed(relative('', path));
  return name.startsWith('../') || name.includes(':') ? basename(path) : name;
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

function isBelow(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return !isAbsolute(inside) && inside.split(sep)[0] !== '..';
}

function sameName(one: string, other: string, name: string): PithError {
  return new PithError('usage', `'${one}' and '${other}' would both be written as ${name}`, {
    hint: 'compress them in two batches, or leave one of them out with --exclude',
  });
}
