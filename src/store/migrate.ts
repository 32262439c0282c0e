import type { DatabaseSync } from '@photostructure/sqlite';
import { PithError } from '../pipeline/errors.ts';

/** An open SQLite file. */
export type Database = InstanceType<typeof DatabaseSync>;

/** One change of the tables. It is never edited once it was released: what must change, another one changes. */
export type Migration = (database: Database) => void;

/**
 * Applies the migrations that a database has not seen, all of them or none. Their count is its `user_version`.
 *
 * @param options.what - names the database in errors
 * @throws {PithError} `store` if it knows more migrations than this program, or lacks some and may not be changed.
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[],
  { readOnly, what }: { readonly readOnly: boolean; readonly what: string },
): void {
  const known = versionOf(database);
  if (known > migrations.length) {
    throw new PithError('store', `${what} was written by a later version of pith`, {
      hint: 'use that version, or move the file away to begin anew',
    });
  }
  if (known === migrations.length) return;
  if (readOnly)
    throw new PithError('store', `${what} is of an earlier version of pith, or empty`, {
      hint: 'run the command that writes it once',
    });
  // Another process may have been faster: the version is read again under the lock.
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const apply of migrations.slice(versionOf(database))) apply(database);
    database.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: Database): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
