import { crc32 } from 'node:zlib';
import { PithError } from '../pipeline/errors.ts';
import { checkIntegrity, type Database, openDatabase, transaction } from './database.ts';
import { evict, storedBytes } from './eviction.ts';
import { moveDamagedAway } from './move-damaged-away.ts';
import { scoreCacheMigrations } from './score-cache-migrations.ts';
import { isDamaged, storeError } from './store-error.ts';

export interface ScoreCacheOptions {
  /** Bytes that it may take on disk; what was not used for longest goes first. */
  readonly limit: number;
  /** Hears why something is not kept. Scores are then made anew: a cache never fails a run. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Days since 1970. @default today */
  readonly today?: number | undefined;
}

/** What one scorer said of windows, by a hash of what the window holds. */
export interface ScorerCache {
  /** What was kept of a window; undefined if nothing was, or if it is damaged. */
  get(window: Uint8Array): Uint8Array | undefined;
  /** Keeps what was said of a window. */
  set(window: Uint8Array, value: Uint8Array): void;
}

/** Entries of one scorer, and the bytes of their values. */
export interface ScorerUse {
  readonly scorer: string;
  readonly entries: number;
  readonly bytes: number;
}

/** A score that waits to be written together with others. */
interface Pending {
  readonly scorer: number;
  readonly window: Uint8Array;
  readonly value: Uint8Array;
}

const MOST_PENDING = 512;
const DAY_MS = 86_400_000;

/**
 * What models said of windows of text, kept between runs in an SQLite file. A window is known by the hash of its content, and
 * the model by that of its files, so an entry is never out of date: where text or model change, others are asked for.
 */
export class ScoreCache {
  readonly #name: string;
  readonly #limit: number;
  readonly #today: number;
  readonly #onWarning: ((message: string) => void) | undefined;
  readonly #database: Database;
  readonly #pending = new Map<string, Pending>();
  /** Entries whose last use, as it is written down, was on another day. */
  readonly #touched = new Set<number>();
  #state: 'open' | 'read-only' | 'off';

  private constructor(path: string, options: ScoreCacheOptions, state: 'open' | 'read-only') {
    this.#name = `the cache ${path}`;
    this.#limit = options.limit;
    this.#today = options.today ?? Math.floor(Date.now() / DAY_MS);
    this.#onWarning = options.onWarning;
    this.#state = state;
    this.#database = openDatabase(path, {
      what: 'cache',
      migrations: scoreCacheMigrations,
      durability: 'normal',
      readOnly: state === 'read-only',
    });
  }

  /**
   * Opens the cache of a file, which is made if it is not there; `:memory:` is one that is gone with the process. One that is damaged is moved aside, and one that may not
   * be written is read; where neither helps there is none. All of that with a warning, as a run can do without it.
   */
  static open(path: string, options: ScoreCacheOptions): ScoreCache | undefined {
    try {
      return new ScoreCache(path, options, 'open');
    } catch (error) {
      const { message } = error as Error;
      try {
        if (isDamaged(error)) {
          options.onWarning?.(`${message}; it was moved to ${moveDamagedAway(path)}, and a new one begun`);
          return new ScoreCache(path, options, 'open');
        }
        const cache = new ScoreCache(path, options, 'read-only');
        options.onWarning?.(`nothing new is cached: ${message}`);
        return cache;
      } catch {
        options.onWarning?.(`nothing is cached: ${message}`);
        return undefined;
      }
    }
  }

  /**
   * The part of one scorer.
   * @param name - for people
   * @param hash - of all that its scores depend on but the window
   */
  scorer(name: string, hash: Uint8Array): ScorerCache {
    const id = this.#try(() => this.#scorerId(name, hash));
    if (id === undefined) return { get: () => undefined, set() {} };
    const find = this.#database.prepare(
      'SELECT id, value, checksum, used FROM scores WHERE scorer = ? AND window = ?',
    );
    return {
      get: (window) =>
        this.#pending.get(keyOf(id, window))?.value ?? this.#try(() => this.#read(find.get(id, window))),
      set: (window, value) => this.#add({ scorer: id, window, value }),
    };
  }

  #scorerId(name: string, hash: Uint8Array): number | undefined {
    if (this.#state === 'open')
      this.#database.prepare('INSERT OR IGNORE INTO scorers (name, hash) VALUES (?, ?)').run(name, hash);
    const row = this.#database.prepare('SELECT id FROM scorers WHERE hash = ?').get(hash);
    return row === undefined ? undefined : Number(row['id']);
  }

  #read(row: Readonly<Record<string, unknown>> | undefined): Uint8Array | undefined {
    if (row === undefined) return undefined;
    const value = row['value'] as Uint8Array;
    if (crc32(value) !== row['checksum']) return undefined;
    if (row['used'] !== this.#today) this.#touched.add(row['id'] as number);
    return value;
  }

  #add(entry: Pending): void {
    if (this.#state !== 'open') return;
    this.#pending.set(keyOf(entry.scorer, entry.window), entry);
    if (this.#pending.size >= MOST_PENDING) this.flush();
  }

  /** Writes down what waits, and makes room if that is too much. */
  flush(): void {
    if (this.#state === 'open' && this.#pending.size + this.#touched.size > 0)
      this.#try(() => {
        transaction(this.#database, () => this.#write());
        if (storedBytes(this.#database) > this.#limit) evict(this.#database, this.#limit);
      });
    this.#pending.clear();
    this.#touched.clear();
  }

  #write(): void {
    // A damaged entry is replaced; one that another process wrote meanwhile is the same.
    const insert = this.#database.prepare(
      'INSERT OR REPLACE INTO scores (scorer, window, value, checksum, used) VALUES (?, ?, ?, ?, ?)',
    );
    for (const { scorer, window, value } of this.#pending.values())
      insert.run(scorer, window, value, crc32(value), this.#today);
    const touch = this.#database.prepare('UPDATE scores SET used = ? WHERE id = ?');
    for (const id of this.#touched) touch.run(this.#today, id);
  }

  /** A cache that fails is no longer used, and that is all. */
  #try<T>(work: () => T): T | undefined {
    if (this.#state === 'off') return undefined;
    try {
      return work();
    } catch (error) {
      this.#state = 'off';
      this.#onWarning?.(`nothing more is cached: ${storeError(error, this.#name).message}`);
      return undefined;
    }
  }

  /** What the entries of each scorer take, the most first. */
  use(): readonly ScorerUse[] {
    const rows = this.#database
      .prepare(
        `SELECT name AS scorer, count(*) AS entries, sum(length(value)) AS bytes
         FROM scores JOIN scorers ON scorers.id = scorer GROUP BY name ORDER BY bytes DESC, name`,
      )
      .all();
    return rows.map((row) => ({
      scorer: String(row['scorer']),
      entries: Number(row['entries']),
      bytes: Number(row['bytes']),
    }));
  }

  /**
   * Compares the file with itself and every entry with its checksum; entries that differ are dropped.
   * @throws {PithError} `store` if the file is damaged.
   */
  verify(): { readonly entries: number; readonly dropped: number } {
    return this.#working(() => {
      checkIntegrity(this.#database, this.#name);
      const bad: number[] = [];
      let entries = 0;
      for (const row of this.#database.prepare('SELECT id, value, checksum FROM scores').iterate()) {
        entries += 1;
        if (crc32(row['value'] as Uint8Array) !== row['checksum']) bad.push(row['id'] as number);
      }
      const drop = this.#database.prepare('DELETE FROM scores WHERE id = ?');
      if (bad.length > 0)
        transaction(this.#database, () => {
          for (const id of bad) drop.run(id);
        });
      return { entries, dropped: bad.length };
    });
  }

  /**
   * Drops what was not used for longest until less than so many bytes are left, and gives the space back.
   * @throws {PithError} `store` if that fails.
   */
  prune(limit: number): void {
    this.#working(() => {
      if (storedBytes(this.#database) > limit) evict(this.#database, limit);
      this.#database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    });
  }

  #working<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw PithError.isInstance(error) ? error : storeError(error, this.#name);
    }
  }

  [Symbol.dispose](): void {
    this.flush();
    if (this.#state === 'open') this.#try(() => this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    this.#state = 'off';
    if (this.#database.isOpen) this.#database.close();
  }
}

function keyOf(scorer: number, window: Uint8Array): string {
  return `${scorer} ${Buffer.from(window.buffer, window.byteOffset, window.length).toString('latin1')}`;
}
