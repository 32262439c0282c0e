import { addAbortSignal, type Readable } from 'node:stream';
import { type OpenFiles, openFiles } from '../open-files.ts';
import { parseMediaType } from '../stages/media-type.ts';
import type { ReadWarning } from '../stages/read/decode.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';

/** Documents, and the exit code of a run that does with them what it should. */
export interface OpenDocuments extends OpenFiles {
  /** That of partial success where one that was named had to be left out. */
  readonly exitCode: ExitCode;
}

/**
 * Opens what the inputs name; warnings go to standard error.
 *
 * @param options.openCompressed - reads the jsonl form of compress as the documents it was made from
 * @param options.hash - takes the SHA-256 of each document on the way
 * @param options.onReceived - called with the bytes of standard input so far, which is read to its end first
 */
export async function openDocuments(
  context: CommandContext,
  inputs: readonly string[],
  options: {
    readonly openCompressed?: boolean;
    readonly hash?: boolean;
    readonly onReceived?: (bytes: number) => void;
  } = {},
): Promise<OpenDocuments> {
  const { settings, terminal, signal } = context;
  let exitCode: ExitCode = exitCodes.done;
  const mediaType = settings.mediaType === undefined ? undefined : parseMediaType(settings.mediaType);
  const files = await openFiles(inputs, {
    stdin: counted(stoppable(terminal.stdin, signal), options.onReceived),
    allowBinary: settings.force === true,
    openCompressed: options.openCompressed ?? false,
    hash: options.hash ?? false,
    onWarning(warning) {
      warnOfReading(context, warning);
      if (warning.type === 'skipped-unreadable' && !warning.inFolder) exitCode = exitCodes.someFailed;
    },
    signal,
    ...(mediaType === undefined ? {} : { mediaType }),
  });
  return { ...files, exitCode };
}

/** A pipe that is silent must not keep an interrupted run waiting. */
function stoppable(stdin: Readable, signal: AbortSignal): Readable {
  return addAbortSignal(signal, stdin).once('error', () => {});
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onReceived: ((bytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    onReceived?.(bytes);
    yield chunk;
  }
}

/** Says on standard error what was not clean in a document. */
export function warnOfReading({ settings, terminal }: CommandContext, warning: ReadWarning): void {
  const shown = warning.document === '-' ? 'standard input' : warning.document;
  if (warning.type === 'byte-order-mark' && settings.verbose === true)
    terminal.writeError(`pith: ${shown} is ${warning.encoding} by its mark\n`);
  const message = readingWarning(warning);
  if (message !== undefined) terminal.writeError(`pith: warning: ${message}\n`);
  if (warning.type === 'skipped-unreadable' && warning.error.hint !== undefined)
    terminal.writeError(`hint: ${warning.error.hint}\n`);
}

/** What was not clean in a document, in words; undefined for what is no reason to worry. */
export function readingWarning(warning: ReadWarning): string | undefined {
  const shown = warning.document === '-' ? 'standard input' : warning.document;
  switch (warning.type) {
    case 'invalid-bytes':
      return `${shown} has ${warning.count} invalid bytes, read as U+FFFD${firstOf(warning)}`;
    case 'skipped-binary':
      return `${shown} is binary and was left out; -f reads it as text`;
    case 'no-text':
      return `${shown} is a page that shows no text`;
    case 'pages-without-text':
      return `${shown}: ${pagesOf(warning)} no text (blank, or pictures that want text recognition)`;
    case 'unreadable-pages':
      return `${shown}: ${pagesOf(warning)} errors and cannot be read`;
    case 'skipped-unreadable':
      return `left out: ${warning.error.message.replace(`'${warning.document}'`, shown)}`;
    case 'byte-order-mark':
      return undefined;
  }
}

function firstOf({ firstByte }: { readonly firstByte?: number }): string {
  return firstByte === undefined ? '' : ` (the first at byte ${firstByte})`;
}

function pagesOf({
  count,
  pages,
  first,
}: {
  readonly count: number;
  readonly pages: number;
  readonly first: number;
}): string {
  return count === 1
    ? `page ${first} of ${pages} has`
    : `${count} of ${pages} pages (the first is ${first}) have`;
}
