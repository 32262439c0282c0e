import type { Migration } from './migrate.ts';

/** The tables of a ledger. Append only. */
export const ledgerMigrations: readonly Migration[] = [
  (database) =>
    database.exec(`
      -- Each time that the command ran. Times are those of the clock, and nothing depends on their order.
      CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped')),
        started TEXT NOT NULL,
        ended TEXT,
        version TEXT NOT NULL,
        -- What was asked for, as JSON: the inputs, and the flags that were set.
        command TEXT NOT NULL,
        done INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        unchanged INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      -- The last that is known of each output. It is done when it lies on the disk, whole.
      CREATE TABLE items (
        output TEXT PRIMARY KEY,
        input TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES runs,
        state TEXT NOT NULL CHECK (state IN ('done', 'failed')),
        attempts INTEGER NOT NULL,
        -- Hashes of what was read, and of all else that decides what is written.
        content TEXT NOT NULL,
        recipe TEXT NOT NULL,
        records INTEGER,
        failed_records INTEGER NOT NULL DEFAULT 0,
        tokens_in INTEGER,
        tokens_out INTEGER,
        seconds REAL NOT NULL,
        ended TEXT NOT NULL,
        bytes INTEGER,
        sha256 TEXT,
        error_code TEXT,
        error TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX failed_items ON items (state) WHERE state = 'failed';
      -- Records that failed in an output that is done: it holds them as they came.
      CREATE TABLE failed_records (
        output TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
        record INTEGER NOT NULL,
        error_code TEXT NOT NULL,
        error TEXT NOT NULL,
        PRIMARY KEY (output, record)
      ) STRICT, WITHOUT ROWID;
      -- Files of records that were read to their end, so that they need not be parsed to see that all is done.
      CREATE TABLE record_files (
        input TEXT NOT NULL,
        recipe TEXT NOT NULL,
        content TEXT NOT NULL,
        parts INTEGER NOT NULL,
        PRIMARY KEY (input, recipe)
      ) STRICT, WITHOUT ROWID;
    `),
  // What was known did not say of which contents the parts were.
  (database) =>
    database.exec(`
      DROP TABLE record_files;
      -- Files of records that were read to their end, so that they need not be parsed to see that all is done.
      CREATE TABLE record_files (
        input TEXT NOT NULL,
        recipe TEXT NOT NULL,
        content TEXT NOT NULL,
        parts INTEGER NOT NULL,
        -- Hash of the hashes of what each part is made from.
        digest TEXT NOT NULL,
        PRIMARY KEY (input, recipe)
      ) STRICT, WITHOUT ROWID;
    `),
];
