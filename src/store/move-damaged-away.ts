import { existsSync, renameSync, rmSync } from 'node:fs';

/** Puts a damaged database aside, under a name that is free, and returns it. Its write-ahead log is of no use to another. */
export function moveDamagedAway(path: string): string {
  let aside = `${path}.damaged`;
  for (let count = 2; existsSync(aside); count += 1) aside = `${path}.damaged-${count}`;
  renameSync(path, aside);
  for (const companion of [`${path}-wal`, `${path}-shm`]) rmSync(companion, { force: true });
  return aside;
}
