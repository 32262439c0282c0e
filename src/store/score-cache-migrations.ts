import type { Migration } from './migrate.ts';

/** The tables of the score cache. Append only. */
export const scoreCacheMigrations: readonly Migration[] = [
  (database) =>
    database.exec(`
      -- What scores: a head of a model, in a version and of files with this hash, on one kind of processor.
      CREATE TABLE scorers (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        hash BLOB NOT NULL UNIQUE
      ) STRICT;
      -- What it said of a window; used is the day of the last use, in days since 1970.
      CREATE TABLE scores (
        id INTEGER PRIMARY KEY,
        scorer INTEGER NOT NULL REFERENCES scorers,
        window BLOB NOT NULL,
        value BLOB NOT NULL,
        checksum INTEGER NOT NULL,
        used INTEGER NOT NULL,
        UNIQUE (scorer, window)
      ) STRICT;
    `),
];
