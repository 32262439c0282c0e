import type { EarlierRuns } from './batch-work.ts';
import { partNumber } from './record-work.ts';

/**
 * Removes the parts that earlier runs wrote of files of records, and of which no record is left, as the files have fewer or each
 * part has more: what is put together of the folder would have records twice. Only what the ledger knows, and is still as it was
 * written, goes.
 *
 * @param files - what the parts of each file are called after, and how many there are now, all of them in their places
 * @returns the names of what it removed
 * @throws {PithError} `output` if one cannot be removed
 */
export async function* removeStaleParts(
  files: ReadonlyMap<string, number>,
  { ledger, folder, cuts }: EarlierRuns,
): AsyncGenerator<string, void, undefined> {
  for (const [output, count] of files)
    for (const cut of cuts) {
      const stem = `${cut.folder}${output}`;
      for (const name of ledger.outputsFrom(`${stem}.part-`)) {
        // Outputs of other files may begin so as well.
        if ((partNumber(name, stem) ?? -1) < count) continue;
        const known = ledger.find(name);
        if (known !== undefined && (await folder.remove(name, known))) yield name;
        ledger.forget(name);
      }
    }
}
