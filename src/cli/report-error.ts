import { PithError, type SourceLocation } from '../pipeline/errors.ts';
import { type ExitCode, exitCodes } from './command.ts';
import type { Terminal } from './terminal.ts';

/** Prints an error as `pith: message (place)` and `hint: …`, and says with which code to exit. */
export function reportError(error: unknown, terminal: Terminal, verbose: boolean): ExitCode {
  const bold = (text: string) => (terminal.color ? `\u001b[1;31m${text}\u001b[0m` : text);
  if (!PithError.isInstance(error)) {
    terminal.writeError(`${bold('pith:')} ${internalError(error, verbose)}\n`);
    return exitCodes.failed;
  }
  const place = placeOf(error);
  terminal.writeError(`${bold('pith:')} ${shownMessage(error)}${place}\n`);
  if (error.hint !== undefined) terminal.writeError(`hint: ${error.hint}\n`);
  if (verbose) terminal.writeError(`${stack(error)}\n`);
  return error.code === 'usage' ? exitCodes.usage : exitCodes.failed;
}

/** Standard input by its name, which stages know as `-`. */
function shownMessage({ message, at }: PithError): string {
  return at?.document === '-' ? message.replaceAll("'-'", 'standard input') : message;
}

/** In brackets, unless the message has said as much already. */
function placeOf({ message, at }: PithError): string {
  if (at === undefined) return '';
  const { document, offset, line } = at;
  const isSaid = message.includes(line === undefined ? document : `line ${line} of '${document}'`);
  return isSaid && offset === undefined ? '' : ` (${location(at)})`;
}

function location({ document, offset, line }: SourceLocation): string {
  const shown = document === '-' ? 'standard input' : document;
  if (line !== undefined) return `${shown}, line ${line}`;
  return offset === undefined ? shown : `${shown}:${offset}`;
}

function internalError(error: unknown, verbose: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const advice = verbose
    ? stack(error)
    : 'hint: run again with -v for the stack, and report it with the command line';
  return `internal error, which is a bug in pith: ${message}\n${advice}`;
}

function stack(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${stack(error.cause)}`;
}
