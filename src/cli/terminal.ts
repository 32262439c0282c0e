import type { Readable } from 'node:stream';
import type { TextWriter } from '../pipeline/text-writer.ts';

/** The three standard streams as a command sees them. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdinIsTerminal: boolean;
  /** Results, and nothing else. */
  readonly stdout: TextWriter;
  /** Progress, summaries and errors. */
  writeError(text: string): void;
  readonly stderrIsTerminal: boolean;
  /** Width of standard error. */
  readonly columns: number;
  /** False with NO_COLOR, TERM=dumb, or when standard error is no terminal. */
  readonly color: boolean;
  /** The same for standard output. */
  readonly outputColor: boolean;
}
