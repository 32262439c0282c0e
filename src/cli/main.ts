#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { type ExitCode, exitCodes, type ProcessUsage } from './command.ts';
import { commands } from './commands.ts';
import { findConfigFiles } from './config-files.ts';
import type { FlagKey } from './flags.ts';
import { interruption, watchSignals } from './interruption.ts';
import { processTerminal } from './process-terminal.ts';
import { parseCommandLine } from './program.ts';
import { reportError } from './report-error.ts';
import { resolveSettings } from './settings.ts';
import { version } from './version.ts';

// Streams leave garbage behind, which V8 would let grow to a hundred megabytes before it collects it. Set at run time,
// these make it collect sooner (docs/adr/0011-counting-in-flat-memory.md).
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=100');

const abort = new AbortController();
const terminal = processTerminal(process, abort);
const cleanups = new Set<() => void>();
let verbose = false;

process.on('exit', () => {
  for (const cleanup of cleanups) cleanup();
});
process.on('uncaughtException', (error) => process.exit(finish(error)));
watchSignals(process, abort);

process.exit(await run(process.argv.slice(2)).catch(finish));

async function run(words: readonly string[]): Promise<ExitCode> {
  const invocation = parseCommandLine(words, commands, version(), Math.min(terminal.columns, 100));
  if (invocation.type === 'print') {
    await terminal.stdout.write(invocation.text);
    await terminal.stdout.flush();
    return exitCodes.done;
  }
  const { command, operands, given } = invocation;
  verbose = given.verbose === true;
  const files = await findConfigFiles(process.cwd(), process.env, (message) =>
    terminal.writeError(`pith: warning: ${message}\n`),
  );
  const settings = resolveSettings(command.name, given, process.env, files);
  verbose = settings.verbose === true;
  const code = await command.run({
    operands,
    settings,
    given: Object.keys(given) as FlagKey[],
    environment: process.env,
    terminal,
    signal: abort.signal,
    usage: processUsage,
    onExit: (cleanup) => cleanups.add(cleanup),
  });
  await terminal.stdout.flush();
  return code;
}

/** Interruptions end quietly; everything else is told to the user. */
function finish(error: unknown): ExitCode {
  return interruption(abort.signal) ?? reportError(error, terminal, verbose);
}

function processUsage(): ProcessUsage {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakRssBytes: maxRSS * 1024 };
}
