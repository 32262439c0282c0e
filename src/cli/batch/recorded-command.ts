import { PithError } from '../../pipeline/errors.ts';
import { type CommandContext, flagsOf } from '../command.ts';
import type { FlagKey, Settings } from '../flags.ts';

/** What a ledger says of a command, so that it can be run again. */
interface RecordedCommand {
  /** Where it ran: inputs are named from there. */
  readonly folder: string;
  readonly operands: readonly string[];
  /** Those that differ from the defaults; no flag of a batch holds a secret. */
  readonly settings: Partial<Settings>;
}

/**
 * The command as JSON.
 * @param inputs - all that it names, those in a list too: one from standard input cannot be read again
 */
export function recordedCommand(context: CommandContext, inputs: readonly string[]): string {
  const isPiped = context.settings.filesFrom === '-';
  const operands = isPiped ? inputs : context.operands;
  const settings = isPiped ? { ...context.settings, filesFrom: undefined } : context.settings;
  const set = flagsOf('batch').flatMap(([key, flag]) =>
    settings[key] === undefined || settings[key] === flag.default ? [] : [[key, settings[key]] as const],
  );
  const command: RecordedCommand = {
    folder: process.cwd(),
    operands,
    settings: Object.fromEntries(set) as Partial<Settings>,
  };
  return JSON.stringify(command);
}

/**
 * The context in which a recorded command runs again.
 *
 * @throws {PithError} `usage` in another folder than it ran in
 */
export function contextOfRecorded(json: string, context: CommandContext): CommandContext {
  const { folder, operands, settings } = JSON.parse(json) as RecordedCommand;
  if (folder !== process.cwd()) {
    throw new PithError('usage', `the run was started in ${folder}, and its inputs are named from there`, {
      hint: `cd ${folder}, and try again`,
    });
  }
  const defaults = Object.fromEntries(flagsOf('batch').map(([key, flag]) => [key, flag.default]));
  const { quiet, verbose, json: asJson, threads } = context.settings;
  const own = Object.fromEntries(
    Object.entries({ quiet, verbose, json: asJson, threads }).filter(([, value]) => value !== undefined),
  );
  return {
    ...context,
    operands,
    given: Object.keys(settings) as FlagKey[],
    settings: { ...context.settings, ...defaults, ...settings, ...own } as Settings,
  };
}
