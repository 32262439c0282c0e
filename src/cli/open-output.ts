import type { CommandContext } from './command.ts';
import { descriptorOf, type OutputFile, outputFile } from './output-file.ts';

/**
 * Opens an output file of a command, and sees to it that nothing half-written stays behind, whichever way the
 * process ends.
 */
export async function openOutputFile(context: CommandContext, path: string): Promise<OutputFile> {
  const file = await outputFile(path, { force: context.settings.force === true });
  context.onExit(() => file.discard());
  return file;
}

/** Where results go: the file of `-o`, or else standard output. `commit` ends the writing. */
export async function openResults(context: CommandContext): Promise<OutputFile> {
  const { output } = context.settings;
  if (output !== undefined && output !== '-' && (await descriptorOf(output)) !== 1)
    return openOutputFile(context, output);
  const { stdout } = context.terminal;
  return {
    ...stdout,
    prepare: () => stdout.flush(),
    commit: () => stdout.flush(),
    retract() {},
    discard() {},
  };
}
