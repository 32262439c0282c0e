import { PithError } from '../pipeline/errors.ts';
import { type ExitCode, exitCodes } from './command.ts';

/** Why a run was cut short, as the reason of the abort signal. */
class Interruption extends PithError {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super('aborted', message);
    this.exitCode = exitCode;
  }
}

/** After the first signal a command may take this long to clean up; `main` ends the process when it has. */
const graceMs = 3000;

/** The reader of standard output went away, which is how `| head` ends a program: no failure. */
export function closedPipe(): PithError {
  return new Interruption('standard output was closed', exitCodes.done);
}

/** Turns SIGINT and SIGTERM into an abort; a second one, or a clean-up that hangs, ends the process at once. */
export function watchSignals(target: NodeJS.Process, abort: AbortController): void {
  const codes = {
    SIGINT: exitCodes.interrupted,
    SIGTERM: exitCodes.terminated,
    SIGHUP: exitCodes.terminated,
  };
  for (const [name, code] of Object.entries(codes)) {
    target.on(name, () => {
      if (abort.signal.aborted) target.exit(code);
      abort.abort(new Interruption(`interrupted by ${name}`, code));
      setTimeout(() => target.exit(code), graceMs);
    });
  }
}

/** The exit code of an interrupted run; undefined when it was not interrupted. */
export function interruption(signal: AbortSignal): ExitCode | undefined {
  return signal.aborted && signal.reason instanceof Interruption ? signal.reason.exitCode : undefined;
}
