import { PithError } from '../../pipeline/errors.ts';

/** Whether a file operation failed because nothing has that name. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
}

/** What a failed file operation means to a user. */
export function fileError(error: unknown, path: string): PithError {
  const reason =
    reasons[codeOf(error)] ?? `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  return new PithError('input', `'${path}' ${reason}`, { at: { document: path }, cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read: permission denied',
  EPERM: 'may not be read: permission denied',
  EISDIR: 'is a folder, not a file',
  ELOOP: 'is a link that leads back to itself',
  ENAMETOOLONG: 'is too long a name',
  EMFILE: 'cannot be opened: too many files are open',
};
