import { PithError } from '../pipeline/errors.ts';

/** Result codes of SQLite, https://www.sqlite.org/rescode.html */
const BUSY = 5;
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NO_DATABASE = 26;

/** What went wrong with a database, in words. */
export function storeError(error: unknown, what: string): PithError {
  const { message, hint } = explained(error, what);
  return new PithError('store', message, { cause: error, ...(hint === undefined ? {} : { hint }) });
}

/** The error of a database in which something was found that does not belong there. */
export function damage(found: string): Error {
  return Object.assign(new Error(found), { errcode: CORRUPT });
}

/** Whether a database is beyond use: it is none, or damaged. */
export function isDamaged(error: unknown): boolean {
  const code = PithError.isInstance(error) ? resultCode(error.cause) : resultCode(error);
  return code === CORRUPT || code === NO_DATABASE;
}

/** Whether another process holds a database. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY;
}

function explained(error: unknown, what: string): { readonly message: string; readonly hint?: string } {
  switch (resultCode(error)) {
    case BUSY:
      return { message: `${what} is in use by another process`, hint: 'wait until it has ended' };
    case READ_ONLY:
      return { message: `${what} may not be written` };
    case FULL:
      return {
        message: `there is no space left for ${what}`,
        hint: 'free some space, and run the same again',
      };
    case CANNOT_OPEN:
      return {
        message: `${what} cannot be opened`,
        hint: 'check that its folder is there and may be written',
      };
    case CORRUPT:
    case NO_DATABASE:
      return { message: `${what} is damaged`, hint: 'move it away: it is made anew' };
    default:
      return { message: `${what} failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Without the extended part; undefined for errors that are not SQLite's. */
function resultCode(error: unknown): number | undefined {
  const hasCode = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
  return hasCode ? (error.errcode as number) & 0xff : undefined;
}
