import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { PithError } from '../pipeline/errors.ts';
import { makeFolder } from '../pipeline/make-folder.ts';
import { type Database, type Migration, migrate } from './migrate.ts';
import { damage, storeError } from './store-error.ts';

export type { Database } from './migrate.ts';

export interface DatabaseOptions {
  /** What it is, for errors: `ledger`, `cache`. */
  readonly what: string;
  /** All that was ever done to its tables, in order; only ever appended to. */
  readonly migrations: readonly Migration[];
  /** For reports: nothing is created or changed. @default false */
  readonly readOnly?: boolean;
  /**
   * Whether what is committed must survive a crash of the machine (`full`), or only that the file stays sound (`normal`).
   * @default 'full'
   */
  readonly durability?: 'full' | 'normal';
}

/** The name of a database that is no file. */
const IN_MEMORY = ':memory:';
/** How long another process may hold the file before that is an error. */
const BUSY_MS = 5000;

/**
 * Opens an SQLite file in write-ahead mode, so that reports can read while one process writes, and brings its tables up to
 * date. A new file can be read by its owner alone.
 *
 * @throws {PithError} `store` if it cannot be opened, is damaged, or was written by a later version.
 */
export function openDatabase(path: string, options: DatabaseOptions): Database {
  const { what, migrations, readOnly = false, durability = 'full' } = options;
  let database: Database | undefined;
  try {
    if (!readOnly && path !== IN_MEMORY) createPrivately(path);
    database = new DatabaseSync(path, { readOnly, timeout: BUSY_MS });
    if (!readOnly) database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability}`);
    migrate(database, migrations, { readOnly, what: `the ${what} ${path}` });
    return database;
  } catch (error) {
    database?.close();
    throw PithError.isInstance(error) ? error : storeError(error, `the ${what} ${path}`);
  }
}

/**
 * Looks through the whole file.
 * @throws {PithError} `store` if it is damaged.
 */
export function checkIntegrity(database: Database, what: string): void {
  let found: unknown;
  try {
    found = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
  } catch (error) {
    throw storeError(error, what);
  }
  if (found !== 'ok') throw storeError(damage(String(found)), what);
}

/** Runs `work` as one transaction: all of it is kept, or none. */
export function transaction<T>(database: Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function createPrivately(path: string): void {
  makeFolder(dirname(path), 0o700);
  closeSync(openSync(path, 'a', 0o600));
}
