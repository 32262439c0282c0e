import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath, rename, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PithError } from '../pipeline/errors.ts';
import { systemMessage } from '../pipeline/system-message.ts';
import { type TextWriter, textWriter } from '../pipeline/text-writer.ts';

/** A file that appears whole at `commit`, or not at all. */
export interface OutputFile extends TextWriter {
  /** Ends the writing and makes it durable: all that can fail, but for the last step of `commit`. */
  prepare(): Promise<void>;
  /** Prepares the file if need be, and puts it in its place. */
  commit(): Promise<void>;
  /** Takes a committed file away again, if it is new. */
  retract(): void;
  /** Removes what is not committed; safe at any time, and from an exit handler. */
  discard(): void;
}

/**
 * Opens an output file. The text goes to a temporary file in the same folder, which `commit` renames; devices
 * and pipes are written straight, and so is what a descriptor stands for (`/dev/stderr`, `/dev/fd/3`).
 *
 * @throws PithError `output` when it exists and `force` is false, or cannot be created
 */
export async function outputFile(path: string, options: { readonly force: boolean }): Promise<OutputFile> {
  try {
    const target = await resolveTarget(path);
    if (target.type === 'device') return direct(path, await open(target.path, 'a'));
    if (target.mode !== undefined && !options.force) throw alreadyThere(path);
    const temporary = join(
      dirname(target.path),
      `.${basename(target.path)}.${randomBytes(6).toString('hex')}.tmp`,
    );
    const handle = await open(temporary, 'wx', target.mode ?? 0o666);
    const isNew = target.mode === undefined;
    return replacing({ path, target: target.path, temporary, handle, isNew, force: options.force });
  } catch (error) {
    throw asOutputError(path, error);
  }
}

/**
 * Whether there is a file already, which only `force` replaces.
 *
 * @throws PithError `output` for a folder
 */
export async function isTaken(path: string): Promise<boolean> {
  const target = await resolveTarget(path);
  return target.type === 'file' && target.mode !== undefined;
}

type Target =
  | { readonly type: 'device'; readonly path: string }
  /** `mode` is that of the file to replace; undefined where there is none. */
  | { readonly type: 'file'; readonly path: string; readonly mode: number | undefined };

/** Follows links, so that the file behind them is replaced and not the link. */
async function resolveTarget(path: string): Promise<Target> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { type: 'file', path, mode: undefined };
  if (found.isDirectory()) throw new PithError('output', `${path} is a folder`);
  if ((await descriptorOf(path)) !== undefined) return { type: 'device', path };
  const real = await realpath(path);
  return found.isFile()
    ? { type: 'file', path: real, mode: found.mode & 0o777 }
    : { type: 'device', path: real };
}

/**
 * The number of the open descriptor that a path leads to, as `/dev/stdout` does: it is written as a stream, whatever
 * is behind it.
 */
export async function descriptorOf(path: string): Promise<number | undefined> {
  for (let at = resolve(path), hops = 0; hops < 40; hops++) {
    const folder = await realpath(dirname(at)).catch(() => '');
    if (/^(\/dev|\/proc\/[^/]+(\/task\/\d+)?)\/fd$/.test(folder)) return Number(basename(at));
    const target = await readlink(at).catch(() => undefined);
    if (target === undefined) return undefined;
    at = resolve(dirname(at), target);
  }
  return undefined;
}

function direct(path: string, handle: FileHandle): OutputFile {
  const writer = handleWriter(path, handle);
  let open = true;
  async function prepare(): Promise<void> {
    if (!open) return;
    await writer.flush();
    open = false;
    await handle.close().catch((error: unknown) => Promise.reject(asOutputError(path, error)));
  }
  return {
    ...writer,
    prepare,
    commit: prepare,
    retract() {},
    discard() {
      if (open) handle.close().catch(() => {});
      open = false;
    },
  };
}

function replacing(file: {
  readonly path: string;
  readonly target: string;
  readonly temporary: string;
  readonly handle: FileHandle;
  readonly isNew: boolean;
  readonly force: boolean;
}): OutputFile {
  const { path, target, temporary, handle, isNew, force } = file;
  const writer = handleWriter(path, handle);
  let state: 'open' | 'prepared' | 'committed' | 'gone' = 'open';
  async function prepare(): Promise<void> {
    if (state !== 'open') return;
    await writer.flush();
    await handle.sync();
    await handle.close();
    await refuseOther();
    state = 'prepared';
  }
  /** A file may have appeared since this one was opened. */
  async function refuseOther(): Promise<void> {
    if (!force && (await lstat(target).catch(() => undefined)) !== undefined) throw alreadyThere(path);
  }
  async function commit(): Promise<void> {
    await prepare();
    await refuseOther();
    await rename(temporary, target);
    state = 'committed';
  }
  const failing = (work: () => Promise<void>) => () =>
    work().catch((error: unknown) => Promise.reject(asOutputError(path, error)));
  return {
    ...writer,
    prepare: failing(prepare),
    commit: failing(commit),
    retract() {
      if (state === 'committed' && isNew) rmSync(target, { force: true });
    },
    discard() {
      if (state === 'committed' || state === 'gone') return;
      rmSync(temporary, { force: true });
      if (state === 'open') handle.close().catch(() => {});
      state = 'gone';
    },
  };
}

function handleWriter(path: string, handle: FileHandle): TextWriter {
  return textWriter(async (bytes) => {
    try {
      await handle.appendFile(bytes);
    } catch (error) {
      throw asOutputError(path, error);
    }
  });
}

function alreadyThere(path: string): PithError {
  return new PithError('output', `${path} exists`, { hint: 'add -f to overwrite it' });
}

function asOutputError(path: string, error: unknown): PithError {
  if (PithError.isInstance(error)) return error;
  return new PithError('output', `cannot write ${path}: ${systemMessage(error)}`, { cause: error });
}
