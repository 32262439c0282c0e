import { type OpenFiles, openFiles } from '../../open-files.ts';
import { PithError } from '../../pipeline/errors.ts';
import type { TextDocument } from '../../stages/document.ts';
import type { KeptLine } from '../../stages/read/kept-line.ts';
import type { CommandContext } from '../command.ts';

/** The source of a document, opened to be read again. */
export interface OpenSource extends AsyncDisposable {
  readonly document: TextDocument;
}

/** @throws PithError `input` where it is gone, or was never a file */
export async function openSource(
  { id, mediaType, reader }: KeptLine,
  { signal }: CommandContext,
): Promise<OpenSource> {
  if (id === '-') {
    throw new PithError('input', 'the source was standard input, which cannot be read again', {
      hint: 'compress a file by its name, and it can be restored from',
    });
  }
  const files = await openFiles([id], {
    allowBinary: true,
    reader: reader ?? 'none',
    hash: true,
    signal,
    ...(mediaType === undefined ? {} : { mediaType }),
  }).catch((error: unknown) => {
    throw PithError.isInstance(error) && error.code === 'input' ? withAdvice(error) : error;
  });
  const [document] = files.documents;
  if (document === undefined || files.documents.length > 1) return notOne(id, files);
  return { document, [Symbol.asyncDispose]: () => files[Symbol.asyncDispose]() };
}

async function notOne(id: string, files: OpenFiles): Promise<never> {
  await files[Symbol.asyncDispose]();
  throw new PithError('input', `'${id}' is not one file`);
}

function withAdvice({ message, at, cause }: PithError): PithError {
  return new PithError('input', message, {
    hint: 'sources are found by the paths that compress was given: run expand in the same folder',
    cause,
    ...(at === undefined ? {} : { at }),
  });
}

/**
 * Compares a source that was read to its end with what was compressed.
 *
 * @throws PithError `input` where it is another, unless `--force` says to go on
 */
export function checkSource(
  document: TextDocument,
  { id, sha256 }: KeptLine,
  { settings, terminal }: CommandContext,
): void {
  if (sha256 === undefined) {
    terminal.writeError(
      `pith: warning: nothing tells whether ${id} has changed: there is no checksum of it\n`,
    );
    return;
  }
  if (document.sha256?.() === sha256) return;
  const message = `${id} has changed since it was compressed: its offsets may lead elsewhere`;
  if (settings.force === true) {
    terminal.writeError(`pith: warning: ${message}\n`);
    return;
  }
  throw new PithError('input', message, {
    hint: 'compress it again, or add -f to read it all the same',
    at: { document: id },
  });
}
