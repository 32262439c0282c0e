import { PithError } from '../pipeline/errors.ts';
import { hasCode, systemMessage } from '../pipeline/system-message.ts';
import { textWriter } from '../pipeline/text-writer.ts';
import { closedPipe } from './interruption.ts';
import type { Terminal } from './terminal.ts';

/** The standard streams of a process. A closed standard output aborts the run. */
export function processTerminal(target: NodeJS.Process, abort: AbortController): Terminal {
  const { stdin, stdout, stderr, env } = target;
  // Errors arrive at the callback of each write; without listeners they would also be thrown.
  stdout.on('error', () => {});
  stderr.on('error', () => {});
  const writeBytes = (bytes: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      stdout.write(bytes, (error) => {
        if (error === null || error === undefined) return resolve();
        reject(outputFailure(error, abort));
      });
    });
  const allowsColor = (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return {
    stdin,
    stdinIsTerminal: stdin.isTTY === true,
    stdout: textWriter(writeBytes),
    writeError: (text) => stderr.write(text),
    stderrIsTerminal: stderr.isTTY === true,
    // A terminal that does not know its width says 0.
    columns: stderr.columns || stdout.columns || 80,
    color: stderr.isTTY === true && allowsColor,
    outputColor: stdout.isTTY === true && allowsColor,
  };
}

function outputFailure(error: Error, abort: AbortController): unknown {
  if (hasCode(error, 'EPIPE', 'ERR_STREAM_DESTROYED')) {
    if (!abort.signal.aborted) abort.abort(closedPipe());
    return abort.signal.reason;
  }
  return new PithError('output', `cannot write standard output: ${systemMessage(error)}`, { cause: error });
}
