import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The built program; `npm test` builds it first. */
export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface ProcessResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly input?: string | Buffer;
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** Without the rights of root, who may read everything. */
  readonly asNobody?: boolean;
  /** Called with the running process, for signals. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the program as a user's shell would, with no configuration but the given one. */
export function runPith(words: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  return runProcess(process.execPath, [main, ...words], options);
}

/** Runs a bash script in which `pith` is the built program. */
export function runShell(script: string, options: ProcessOptions = {}): Promise<ProcessResult> {
  const prelude = `pith() { '${process.execPath}' '${main}' "$@"; }`;
  return runProcess('bash', ['-c', `${prelude}\n${script}`], options);
}

function runProcess(
  command: string,
  words: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const { input, environment, directory, asNobody, started } = options;
  const child = spawn(command, words, {
    cwd: directory ?? tmpdir(),
    env: { PATH: process.env['PATH'], HOME: '/proc/nobody', LANG: 'C.UTF-8', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(asNobody === true && process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}),
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  // A program that ends without reading its input closes the pipe, which is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  started?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pith-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
