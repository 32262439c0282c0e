import { PithError } from '../pipeline/errors.ts';
import { hasCode, systemMessage } from '../pipeline/system-message.ts';

/** Errors of the system after which no other output can be written either. */
const OF_THE_DISK = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'];
/** Those after which nothing can be opened, to be read or written. */
const OF_THE_PROCESS = ['EMFILE', 'ENFILE'];

const OUT_OF_THE_WAY = 'move it away, or write into another folder';

/** An output that cannot be written, in words. */
export function outputError(path: string, error: unknown): PithError {
  if (PithError.isInstance(error)) return error;
  const { reason, hint } = explained(error);
  return new PithError('output', `cannot write ${path}: ${reason}`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

function explained(error: unknown): { readonly reason: string; readonly hint?: string } {
  if (hasCode(error, 'EEXIST', 'ENOTDIR'))
    return { reason: 'a file stands where a folder must be', hint: OUT_OF_THE_WAY };
  if (hasCode(error, 'EISDIR', 'ENOTEMPTY'))
    return { reason: 'a folder stands where a file must be', hint: OUT_OF_THE_WAY };
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) {
    const hint = 'free some space, and run the same command again: it goes on from here';
    return { reason: systemMessage(error), hint };
  }
  return { reason: systemMessage(error) };
}

/** Whether an error ends the run, and not only the item that met it: an input on a bad disk is one of many. */
export function isFatal({ code, cause }: PithError): boolean {
  return hasCode(cause, ...OF_THE_PROCESS) || (code === 'output' && hasCode(cause, ...OF_THE_DISK));
}
