import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';
import { commitTogether } from './commit-together.ts';
import type { Settings } from './flags.ts';
import { openOutputFile, openResults } from './open-output.ts';
import type { OutputFile } from './output-file.ts';

/** What a compression writes: all of it, or nothing. */
export interface CompressOutputs {
  readonly results: OutputFile;
  readonly provenance: OutputFile | undefined;
  readonly stats: OutputFile | undefined;
  /** Puts all in place at once: if one fails, none of the others stays. */
  commit(): Promise<void>;
  /** Removes what is not committed. */
  discard(): void;
}

/**
 * Opens every output before any work is done, so that what cannot be written fails at once.
 *
 * @throws PithError `usage` where two of them are one file, `output` where one cannot be written
 */
export async function openCompressOutputs(context: CommandContext): Promise<CompressOutputs> {
  const { settings } = context;
  const optional = (path: string | undefined) =>
    path === undefined ? undefined : openOutputFile(context, path);
  await refuseSharedFile(settings);
  const results = await openResults(context);
  const provenance = await optional(settings.provenance);
  const stats = await optional(settings.stats);
  // The text last: whoever finds it finds its figures too.
  const files = [provenance, stats, results].filter((file) => file !== undefined);
  return {
    results,
    provenance,
    stats,
    commit: () => commitTogether(files),
    discard() {
      for (const file of files) file.discard();
    },
  };
}

/** @throws PithError `usage` where two outputs are one file, or standard output is that of the text */
export async function refuseSharedFile({ output, provenance, stats }: Settings): Promise<void> {
  if (provenance === '-' || stats === '-') {
    throw new PithError('usage', 'standard output is for the text: --provenance and --stats need a file');
  }
  const taken = new Set<string>();
  for (const path of [output, provenance, stats]) {
    if (path === undefined || (await isDevice(path))) continue;
    if (taken.has(resolve(path))) throw new PithError('usage', `two outputs cannot share the file ${path}`);
    taken.add(resolve(path));
  }
}

async function isDevice(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isFile(),
    () => false,
  );
}
