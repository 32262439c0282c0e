import { PithError } from '../../pipeline/errors.ts';
import type { TextDocument } from '../document.ts';
import { BinaryError } from './binary.ts';
import type { ReadWarning } from './decode.ts';
import { expandPatterns, type InputPath } from './expand-patterns.ts';
import { openInput } from './open-input.ts';
import { UnreadableError } from './pdf/pdf-document.ts';
import { MissingReaderError } from './pdf/pdf-library.ts';
import { PdfReader } from './pdf/pdf-reader.ts';
import type { ReadFilesOptions } from './read-files-options.ts';

/**
 * The documents that paths, folders, globs and `-` name, in the order of {@link expandPatterns}. A document can
 * be opened any number of times: files are opened again, and anything else (standard input, a pipe) is spooled, as is the
 * text of PDF files. Of pages and PDF files the documents are their texts. Binary files in a folder are left out with a
 * warning, and so are PDF files, wherever they are named, of which nothing can be read.
 *
 * @throws PithError `input` for what is missing, unreadable, binary, or changed between two openings, and if nothing is left.
 */
export async function* readFiles(
  patterns: readonly string[],
  options: ReadFilesOptions,
): AsyncGenerator<TextDocument> {
  const inputs = await expandPatterns(patterns);
  const skipped: PithError[] = [];
  await using pdfReader = new PdfReader();
  for (const input of inputs) {
    options.signal?.throwIfAborted();
    const opened = await openInput(input.path, options, pdfReader).catch((error: unknown) => {
      // The error says more than a warning, if nothing else is there.
      const warning = inputs.length === 1 ? undefined : skipWarning(error, input, options);
      if (warning === undefined) throw error;
      skipped.push(error as PithError);
      options.onWarning?.(warning);
      return [];
    });
    yield* opened;
  }
  if (skipped.length > 0 && skipped.length === inputs.length) throw nothingLeft(skipped, patterns);
}

/** What is said where a document is left out; undefined where that is an error. */
function skipWarning(
  error: unknown,
  { path, inFolder }: InputPath,
  { onWarning }: ReadFilesOptions,
): ReadWarning | undefined {
  if (inFolder && error instanceof BinaryError) return { type: 'skipped-binary', document: path };
  const isUnreadable = error instanceof UnreadableError || (inFolder && error instanceof MissingReaderError);
  return isUnreadable && onWarning !== undefined
    ? { type: 'skipped-unreadable', document: path, error, inFolder }
    : undefined;
}

function nothingLeft(skipped: readonly PithError[], patterns: readonly string[]): PithError {
  const unread = skipped.filter((error) => !(error instanceof BinaryError));
  const hint = unread.find((error) => error instanceof MissingReaderError)?.hint;
  return new PithError('input', `there is no text in ${patterns.join(', ')}`, {
    hint:
      hint ??
      (unread.length > 0
        ? 'Nothing there can be read: see the warnings.'
        : 'All files there are binary; --force reads them as text all the same.'),
  });
}
