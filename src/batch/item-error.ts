import { type ErrorCode, PithError } from '../pipeline/errors.ts';

/** Errors that end a run, as all that follows would meet them too. */
const OF_THE_RUN: readonly ErrorCode[] = ['aborted', 'usage', 'store'];
/** Errors that the same input always gives. */
const LASTING: readonly ErrorCode[] = ['input', 'budget', 'protected', 'guard', 'limit'];

/**
 * An error as that of one item: of anything that is no error of pith's, what it says. What concerns the whole run is thrown.
 */
export function itemError(error: unknown, signal: AbortSignal): PithError {
  if (signal.aborted) throw error;
  if (!PithError.isInstance(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return new PithError('internal', `internal error, which is a bug in pith: ${message}`, { cause: error });
  }
  if (OF_THE_RUN.includes(error.code)) throw error;
  return error;
}

/** Whether another try may end otherwise. */
export function mayPass({ code }: PithError): boolean {
  return !LASTING.includes(code);
}
