import type { CommandName, Flag, FlagVariant } from './flag.ts';
import { type FlagKey, flags, type Settings } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** One command of the program: what it takes, how it is explained, and what it does. */
export interface Command {
  readonly name: CommandName;
  /** One line, without a full stop. */
  readonly summary: string;
  /** A paragraph on what goes in and what comes out. */
  readonly description: string;
  readonly operands?: Operands;
  /** Shown first in the help. */
  readonly examples: readonly Example[];
  run(context: CommandContext): Promise<ExitCode>;
}

export interface Operands {
  /** As in `[inputs...]`. */
  readonly usage: string;
  readonly description: string;
  /** Words that complete the first operand; files otherwise. */
  readonly words?: readonly string[];
}

export interface Example {
  readonly does: string;
  readonly command: string;
}

/** What a command may touch; nothing else of the process is visible to it. */
export interface CommandContext {
  readonly operands: readonly string[];
  readonly settings: Settings;
  /** The flags that stand on the command line itself. */
  readonly given: readonly FlagKey[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** Aborts at SIGINT, SIGTERM, and when the reader of standard output is gone. */
  readonly signal: AbortSignal;
  /** What the process has used so far. */
  usage(): ProcessUsage;
  /** Runs when the process ends, however it ends; it must be synchronous and safe to run twice. */
  onExit(cleanup: () => void): void;
}

export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  someFailed: 3,
  belowRequired: 4,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The flags of a command, with what differs for it filled in, in the order of the table. */
export function flagsOf(command: CommandName): readonly (readonly [FlagKey, Flag])[] {
  return (Object.entries(flags) as [FlagKey, Flag][])
    .filter(([, flag]) => flag.commands.includes(command))
    .map(([key, flag]) => [key, withVariant(flag, flag.per?.[command])] as const);
}

function withVariant(flag: Flag, variant: FlagVariant<unknown> | undefined): Flag {
  return variant === undefined ? flag : { ...flag, ...variant };
}
