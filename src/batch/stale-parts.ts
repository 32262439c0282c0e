import type { EarlierRuns } from './batch-work.ts';
import { partNumber } from './record-work.ts';

/**
 * Removes the parts that files of records had before, by other options or when they were longer: joined with those of now,
 * they would say records twice. What is not as pith wrote it stays.
 *
 * @param files - what the parts of each file are called, and how many there are now, all of them in their places
 * @returns the names of what was removed
 * @throws {PithError} `output` if one cannot be removed
 */
export async function removeStaleParts(
  files: ReadonlyMap<string, number>,
  { ledger, folder, cuts }: EarlierRuns,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const cut of cuts) {
    for (const [file, count] of files) {
      const stem = `${cut.folder}${file}`;
      const stale = ledger.outputsFrom(stem).filter((name) => (partNumber(name, stem) ?? -1) >= count);
      for (const name of stale) {
        const known = ledger.find(name);
        if (known !== undefined && (await folder.remove(name, known))) removed.push(name);
      }
      ledger.forget(stale);
    }
  }
  return removed;
}
