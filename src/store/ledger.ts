import { PithError } from '../pipeline/errors.ts';
import { checkIntegrity, type Database, openDatabase, transaction } from './database.ts';
import type { DoneItem, LedgerItem, LedgerRun, RecordParts, RunTotals } from './ledger-entry.ts';
import { ledgerMigrations } from './ledger-migrations.ts';
import { storeError } from './store-error.ts';

type Statement = ReturnType<Database['prepare']>;

/**
 * The book of a batch: which outputs are done, from what they were made, and what failed. What it says is on the disk before
 * it says so, and what it is told is on the disk when the call returns. One process writes it; see {@link lockFile}.
 */
export class Ledger {
  readonly #name: string;
  readonly #database: Database;
  readonly #find: Statement;
  readonly #insert: Statement;
  readonly #insertFailure: Statement;
  readonly #dropFailures: Statement;

  /**
   * Opens the ledger of a file, which is made if it is not there.
   * @throws {PithError} `store` if it cannot be opened, is damaged, or was written by a later version.
   */
  constructor(path: string) {
    this.#name = `the ledger ${path}`;
    this.#database = openDatabase(path, { what: 'ledger', migrations: ledgerMigrations });
    try {
      checkIntegrity(this.#database, this.#name);
    } catch (error) {
      this.#database.close();
      throw error;
    }
    this.#find = this.#database.prepare(
      `SELECT content, recipe, state, bytes, sha256, failed_records AS failedRecords FROM items WHERE output = ?`,
    );
    this.#insert = this.#database.prepare(
      `INSERT OR REPLACE INTO items (output, input, run, state, attempts, content, recipe, records, failed_records,
         tokens_in, tokens_out, seconds, ended, bytes, sha256, error_code, error)
       VALUES (:output, :input, :run, :state, :attempts, :content, :recipe, :records, :failedRecords,
         :tokensIn, :tokensOut, :seconds, :ended, :bytes, :sha256, :errorCode, :error)`,
    );
    this.#dropFailures = this.#database.prepare('DELETE FROM failed_records WHERE output = ?');
    this.#insertFailure = this.#database.prepare(
      'INSERT INTO failed_records (output, record, error_code, error) VALUES (?, ?, ?, ?)',
    );
  }

  /** Begins a run, and returns its number. Runs that were killed are seen to have stopped. */
  beginRun(run: Pick<LedgerRun, 'version' | 'command'>): number {
    return this.#try(() => {
      this.#database.exec(`UPDATE runs SET state = 'stopped' WHERE state = 'running'`);
      const { lastInsertRowid } = this.#database
        .prepare(`INSERT INTO runs (state, started, version, command) VALUES ('running', ?, ?, ?)`)
        .run(now(), run.version, run.command);
      return Number(lastInsertRowid);
    });
  }

  /** Ends a run. */
  endRun(run: number, state: Exclude<LedgerRun['state'], 'running'>, totals: RunTotals): void {
    this.#try(() =>
      this.#database
        .prepare('UPDATE runs SET state = ?, ended = ?, done = ?, failed = ?, unchanged = ? WHERE id = ?')
        .run(state, now(), totals.done, totals.failed, totals.unchanged, run),
    );
  }

  /** What is known of an output; undefined if it was never tried. */
  find(output: string): DoneItem | undefined {
    return this.#try(() => this.#find.get(output) as DoneItem | undefined);
  }

  /** Writes down what became of outputs: all at once, durably. */
  record(run: number, items: readonly LedgerItem[]): void {
    this.#try(() =>
      transaction(this.#database, () => {
        for (const item of items) this.#record(run, item);
      }),
    );
  }

  #record(run: number, { failures, error, ...item }: LedgerItem): void {
    this.#insert.run({
      ...item,
      run,
      ended: now(),
      failedRecords: failures.length,
      errorCode: error?.code ?? null,
      error: error?.message ?? null,
    });
    this.#dropFailures.run(item.output);
    for (const { record, code, message } of failures)
      this.#insertFailure.run(item.output, record, code, message);
  }

  /** The outputs whose names begin so, in order. */
  outputsFrom(start: string): readonly string[] {
    return this.#try(() =>
      this.#database
        .prepare('SELECT output FROM items WHERE output >= ? AND output < ? ORDER BY output')
        .all(start, `${start}\u{10ffff}`)
        .map(({ output }) => String(output)),
    );
  }

  /** Forgets an output that is no more. */
  forget(output: string): void {
    this.#try(() => this.#database.prepare('DELETE FROM items WHERE output = ?').run(output));
  }

  /** The parts of a file of records with this content, if it was read to its end before. */
  partsOf(input: string, recipe: string, content: string): RecordParts | undefined {
    return this.#try(() => {
      const row = this.#database
        .prepare('SELECT parts, digest FROM record_files WHERE input = ? AND recipe = ? AND content = ?')
        .get(input, recipe, content);
      return row === undefined ? undefined : { count: Number(row['parts']), digest: String(row['digest']) };
    });
  }

  /** Remembers them. That they are done is another matter: it may be other parts of that name that are. */
  setParts(input: string, recipe: string, content: string, { count, digest }: RecordParts): void {
    this.#try(() =>
      this.#database
        .prepare(
          'INSERT OR REPLACE INTO record_files (input, recipe, content, parts, digest) VALUES (?, ?, ?, ?, ?)',
        )
        .run(input, recipe, content, count, digest),
    );
  }

  #try<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw PithError.isInstance(error) ? error : storeError(error, this.#name);
    }
  }

  close(): void {
    if (!this.#database.isOpen) return;
    try {
      // The file alone then holds all, and can be copied.
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // On a full disk, say; the log beside it holds the rest.
    } finally {
      this.#database.close();
    }
  }
}

function now(): string {
  return new Date().toISOString();
}
