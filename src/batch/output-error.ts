import { PithError } from '../pipeline/errors.ts';
import { hasCode, systemMessage } from '../pipeline/system-message.ts';

/** Errors of the system after which no other output can be written either. */
const OF_THE_DISK = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'];
/** Those after which nothing can be opened, to be read or written. */
const OF_THE_PROCESS = ['EMFILE', 'ENFILE'];

/** An output that cannot be written, in words. */
export function outputError(path: string, error: unknown): PithError {
  if (PithError.isInstance(error)) return error;
  const isFull = hasCode(error, 'ENOSPC', 'EDQUOT');
  return new PithError('output', `cannot write ${path}: ${systemMessage(error)}`, {
    cause: error,
    ...(isFull ? { hint: 'free some space, and run the same command again: it goes on from here' } : {}),
  });
}

/** Whether an error ends the run, and not only the item that met it: an input on a bad disk is one of many. */
export function isFatal({ code, cause }: PithError): boolean {
  return hasCode(cause, ...OF_THE_PROCESS) || (code === 'output' && hasCode(cause, ...OF_THE_DISK));
}
