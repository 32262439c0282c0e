import { Readable } from 'node:stream';
import type { Terminal } from '../../src/cli/terminal.ts';

export interface FakeTerminal extends Terminal {
  errorText(): string;
  outputText(): string;
}

/** A terminal that keeps what is written to it. */
export function fakeTerminal(options: Partial<Terminal> = {}): FakeTerminal {
  let errors = '';
  let output = '';
  return {
    stdin: Readable.from([]),
    stdinIsTerminal: false,
    stdout: {
      async write(text) {
        output += text;
      },
      async writeBytes(bytes) {
        output += Buffer.from(bytes).toString('utf8');
      },
      async flush() {},
    },
    writeError(text) {
      errors += text;
    },
    stderrIsTerminal: false,
    columns: 80,
    color: false,
    outputColor: false,
    ...options,
    errorText: () => errors,
    outputText: () => output,
  };
}
