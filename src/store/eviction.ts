import type { Database } from './database.ts';

/** What is left of the limit, so that not every entry that is added evicts another. */
const LEFT_SHARE = 0.9;

/** Bytes that a database takes, without the pages that it holds in reserve. */
export function storedBytes(database: Database): number {
  const pages = pragma(database, 'page_count') - pragma(database, 'freelist_count');
  return pages * pragma(database, 'page_size');
}

/** Drops the scores that were not used for longest until a part of `limit` bytes is left. */
export function evict(database: Database, limit: number): void {
  const stored = storedBytes(database);
  const entries = Number(database.prepare('SELECT count(*) AS entries FROM scores').get()?.['entries']);
  const kept = Math.floor(entries * Math.min(1, (LEFT_SHARE * limit) / stored));
  database
    .prepare('DELETE FROM scores WHERE id IN (SELECT id FROM scores ORDER BY used, id LIMIT ?)')
    .run(entries - kept);
}

function pragma(database: Database, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
