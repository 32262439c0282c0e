import { Readable } from 'node:stream';
import { batchCommand } from '../../src/cli/batch.ts';
import { cacheCommand } from '../../src/cli/cache.ts';
import type { CommandContext, ExitCode } from '../../src/cli/command.ts';
import type { FlagKey } from '../../src/cli/flags.ts';
import { parseCommandLine } from '../../src/cli/program.ts';
import { runsCommand } from '../../src/cli/runs.ts';
import { resolveSettings } from '../../src/cli/settings.ts';
import { fakeTerminal } from './fake-terminal.ts';

export interface CommandResult {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, with scores kept where `cache` says; errors are thrown. */
export async function runCommand(
  words: readonly string[],
  options: {
    readonly cache: string;
    readonly signal?: AbortSignal;
    readonly stdin?: string;
    readonly onError?: (text: string) => void;
  },
): Promise<CommandResult> {
  const invocation = parseCommandLine(words, [batchCommand, runsCommand, cacheCommand], '0', 80);
  if (invocation.type === 'print') throw new Error(invocation.text);
  const { command, operands, given } = invocation;
  const { onError, stdin } = options;
  const terminal = fakeTerminal(stdin === undefined ? {} : { stdin: Readable.from([Buffer.from(stdin)]) });
  const context: CommandContext = {
    operands,
    settings: resolveSettings(command.name, given, {}, []),
    given: Object.keys(given) as FlagKey[],
    environment: { XDG_CACHE_HOME: options.cache },
    terminal: onError === undefined ? terminal : { ...terminal, writeError: onError },
    signal: options.signal ?? new AbortController().signal,
    usage: () => ({ cpuSeconds: 0, peakRssBytes: 0 }),
    onExit() {},
  };
  const code = await command.run(context);
  return { code, stdout: terminal.outputText(), stderr: terminal.errorText() };
}

/** What `pith batch --json` says happened, one object a line. */
export function eventsOf({
  stderr,
}: Pick<CommandResult, 'stderr'>): readonly Readonly<Record<string, unknown>>[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
