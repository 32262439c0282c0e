import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, lstat, open, realpath, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PithError } from '../pipeline/errors.ts';
import { systemMessage } from './system-message.ts';
import { type TextWriter, textWriter } from './text-writer.ts';

/** A file that appears whole at `commit`, or not at all. */
export interface OutputFile extends TextWriter {
  /** Makes the file durable and puts it in its place. */
  commit(): Promise<void>;
  /** Removes what was written so far; safe at any time, and from an exit handler. */
  discard(): void;
}

/**
 * Opens an output file. The text goes to a temporary file in the same folder, which `commit` renames; devices
 * and pipes are written straight.
 *
 * @throws PithError `output` when it exists and `force` is false, or cannot be created
 */
export async function outputFile(path: string, options: { readonly force: boolean }): Promise<OutputFile> {
  try {
    const target = await resolveTarget(path);
    if (target.type === 'device') return direct(path, await open(target.path, 'w'));
    if (target.mode !== undefined && !options.force) throw alreadyThere(path);
    const temporary = join(
      dirname(target.path),
      `.${basename(target.path)}.${randomBytes(6).toString('hex')}.tmp`,
    );
    const handle = await open(temporary, 'wx', target.mode ?? 0o666);
    return replacing({ path, target: target.path, temporary, handle, force: options.force });
  } catch (error) {
    throw asOutputError(path, error);
  }
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
  const real = await realpath(path);
  return found.isFile()
    ? { type: 'file', path: real, mode: found.mode & 0o777 }
    : { type: 'device', path: real };
}

function direct(path: string, handle: FileHandle): OutputFile {
  const writer = handleWriter(path, handle);
  let open = true;
  return {
    ...writer,
    async commit() {
      await writer.flush();
      open = false;
      await handle.close().catch((error: unknown) => Promise.reject(asOutputError(path, error)));
    },
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
  readonly force: boolean;
}): OutputFile {
  const { path, target, temporary, handle, force } = file;
  const writer = handleWriter(path, handle);
  let state: 'open' | 'done' = 'open';
  return {
    ...writer,
    async commit() {
      await writer.flush();
      try {
        await handle.sync();
        await handle.close();
        if (!force && (await lstat(target).catch(() => undefined)) !== undefined) throw alreadyThere(path);
        await rename(temporary, target);
        state = 'done';
      } catch (error) {
        throw asOutputError(path, error);
      }
    },
    discard() {
      if (state === 'done') return;
      state = 'done';
      rmSync(temporary, { force: true });
      handle.close().catch(() => {});
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
