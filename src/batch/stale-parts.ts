import type { EarlierRuns } from './batch-work.ts';
import type { BatchInput } from './inputs.ts';
import { partName } from './record-work.ts';

/**
 * Removes the parts of files of records that earlier runs wrote, and for which there are no records any more, as the files have fewer
 * or each part has more: what is put together of the folder would have records twice. Only what the ledger knows, and is still as it was
 * written, goes. Gives the names of what it removed.
 */
export async function* removeStaleParts(
  inputs: readonly BatchInput[],
  { ledger, folder, cuts }: EarlierRuns,
): AsyncGenerator<string, void, undefined> {
  for (const { output } of inputs)
    for (const cut of cuts) {
      const stem = `${cut.folder}${output}`;
      const count = ledger.partCount(stem, cut.recipe);
      if (count === undefined) continue;
      for (const name of ledger.outputsBetween(partName(stem, count), partName(stem, 999_999))) {
        const known = ledger.find(name);
        if (known !== undefined && (await folder.remove(name, known))) yield name;
        ledger.forget(name);
      }
    }
}
