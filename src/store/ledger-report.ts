import { type Database, openDatabase } from './database.ts';
import type { LedgerRun, RecordFailure, ReportedItem } from './ledger-entry.ts';
import { ledgerMigrations } from './ledger-migrations.ts';

/** A ledger that is only read, also while a run writes it. */
export class LedgerReport {
  readonly #database: Database;

  /** @throws {PithError} `store` if it is not there, or cannot be read. */
  constructor(path: string) {
    this.#database = openDatabase(path, { what: 'ledger', migrations: ledgerMigrations, readOnly: true });
  }

  /** All runs, the first first. */
  runs(): readonly LedgerRun[] {
    return this.#database.prepare('SELECT * FROM runs ORDER BY id').all() as unknown as LedgerRun[];
  }

  /** What is known of each output, in the order of their names; only those with failures if asked for. */
  *items(options: { readonly failedOnly?: boolean } = {}): Generator<ReportedItem, void, undefined> {
    const where = options.failedOnly === true ? `WHERE state = 'failed' OR failed_records > 0` : '';
    const rows = this.#database
      .prepare(
        `SELECT output, input, run, state, attempts, content, recipe, records, failed_records AS failedRecords,
           tokens_in AS tokensIn, tokens_out AS tokensOut, seconds, ended, bytes, sha256, error_code AS code, error
         FROM items ${where} ORDER BY output`,
      )
      .iterate();
    for (const { code, error, ...row } of rows) {
      const failure = code === null ? null : { code: String(code), message: String(error) };
      yield { ...(row as unknown as ReportedItem), error: failure };
    }
  }

  /** The records that failed in an output. */
  failuresIn(output: string): readonly RecordFailure[] {
    const rows = this.#database
      .prepare(
        'SELECT record, error_code AS code, error AS message FROM failed_records WHERE output = ? ORDER BY record',
      )
      .all(output);
    return rows as unknown as RecordFailure[];
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
