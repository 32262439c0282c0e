import type { PithError } from '../pipeline/errors.ts';
import type { TextWriter } from '../pipeline/text-writer.ts';
import { withError } from '../stages/read/record-error.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { reportError } from './report-error.ts';
import { duration, grouped } from './summary.ts';

/** Writes a line for every record, also for those that failed, and counts both. */
export class RecordOutput {
  readonly #context: CommandContext;
  readonly #writer: TextWriter;
  readonly #started = performance.now();
  #done = 0;
  #failed = 0;

  constructor(context: CommandContext, writer: TextWriter) {
    this.#context = context;
    this.#writer = writer;
  }

  /** A finished record; it is handed on at once, as the next one may take long. */
  async done(record: unknown): Promise<void> {
    this.#done++;
    await this.#write(record);
  }

  /** The record with what went wrong in its note, `pith.error`; the error also goes to standard error. */
  async failed(record: unknown, error: PithError): Promise<void> {
    const { terminal, settings } = this.#context;
    this.#failed++;
    reportError(error, terminal, settings.verbose === true);
    await this.#write(withError(record, error));
  }

  async #write(record: unknown): Promise<void> {
    await this.#writer.write(`${JSON.stringify(record)}\n`);
    await this.#writer.flush();
  }

  /** The summary, and what the run exits with. */
  report(verb: string): ExitCode {
    const { settings, terminal } = this.#context;
    const seconds = (performance.now() - this.#started) / 1000;
    const [records, failed] = [this.#done, this.#failed];
    const tail = failed === 0 ? '' : `, ${grouped(failed)} failed`;
    const line = `${verb} ${grouped(records)} ${records === 1 ? 'record' : 'records'}${tail} in ${duration(seconds)}`;
    if (settings.json === true) terminal.writeError(`${JSON.stringify({ records, failed, seconds })}\n`);
    else if (settings.quiet !== true) terminal.writeError(`pith: ${line}\n`);
    if (failed === 0) return exitCodes.done;
    return records === 0 ? exitCodes.failed : exitCodes.someFailed;
  }
}
