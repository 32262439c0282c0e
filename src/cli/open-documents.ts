import { addAbortSignal, type Readable } from 'node:stream';
import { type OpenFiles, openFiles } from '../open-files.ts';
import { parseMediaType } from '../stages/media-type.ts';
import type { ReadWarning } from '../stages/read/decode.ts';
import type { CommandContext } from './command.ts';

/**
 * Opens what the inputs name; warnings go to standard error.
 *
 * @param options.openCompressed - reads the jsonl form of compress as the documents it was made from
 * @param options.hash - takes the SHA-256 of each document on the way
 * @param options.onReceived - called with the bytes of standard input so far, which is read to its end first
 */
export function openDocuments(
  context: CommandContext,
  inputs: readonly string[],
  options: {
    readonly openCompressed?: boolean;
    readonly hash?: boolean;
    readonly onReceived?: (bytes: number) => void;
  } = {},
): Promise<OpenFiles> {
  const { settings, terminal, signal } = context;
  const mediaType = settings.mediaType === undefined ? undefined : parseMediaType(settings.mediaType);
  return openFiles(inputs, {
    stdin: counted(stoppable(terminal.stdin, signal), options.onReceived),
    allowBinary: settings.force === true,
    openCompressed: options.openCompressed ?? false,
    hash: options.hash ?? false,
    onWarning: (warning) => warnOfReading(context, warning),
    signal,
    ...(mediaType === undefined ? {} : { mediaType }),
  });
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
  switch (warning.type) {
    case 'invalid-bytes':
      terminal.writeError(
        `pith: warning: ${shown} has ${warning.count} invalid bytes, read as U+FFFD (the first at byte ${warning.firstByte})\n`,
      );
      break;
    case 'skipped-binary':
      terminal.writeError(`pith: warning: ${shown} is binary and was left out; -f reads it as text\n`);
      break;
    case 'byte-order-mark':
      if (settings.verbose === true)
        terminal.writeError(`pith: ${shown} is ${warning.encoding} by its mark\n`);
      break;
  }
}
