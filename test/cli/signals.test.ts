import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { main, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

/** Starts pith in `directory` with an input that never ends, and sends it signals. */
async function interrupted(
  directory: string,
  words: readonly string[],
  signals: readonly NodeJS.Signals[],
  delay = 0,
): Promise<{ readonly code: number | null; readonly stderr: string; readonly isPrompt: boolean }> {
  const child = spawn(process.execPath, [main, ...words], {
    cwd: directory,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.write(sampleText(100_000));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  // Until its temporary file is there, it has not begun.
  while (readdirSync(directory).length < 2) await sleep(20);
  await sleep(delay);
  const sent = performance.now();
  for (const signal of signals) {
    child.kill(signal);
    await sleep(20);
  }
  const code = await ended;
  return { code, stderr, isPrompt: performance.now() - sent < 2500 };
}

describe('signals', () => {
  it.each([
    ['SIGINT while standard input is read', ['SIGINT'], ['compress', '-1', '-o', 'out'], 130],
    ['SIGTERM', ['SIGTERM'], ['compress', '-1', '-o', 'out'], 143],
    ['two of them', ['SIGINT', 'SIGINT'], ['compress', '-1', '-o', 'out'], 130],
    ['SIGINT with infer', ['SIGINT'], ['infer', '-q', 'Who?', '-o', 'out'], 130],
  ] as const)('%s: no partial file', async (_, signals, words, code) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'other'), '');
    expect(await interrupted(directory, words, signals)).toEqual({ code, stderr: '', isPrompt: true });
    expect(readdirSync(directory)).toEqual(['other']);
  });

  it.each([
    ['-1', 0],
    ['-1', 600],
    ['-9', 300],
    ['-9', 1500],
  ])('SIGINT in the middle of the work at level %s, after %i ms', async (level, delay) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in.txt'), sampleText(8_000_000));
    const outputs = ['-o', 'out', '--stats', 'stats', '--provenance', 'spans'];
    const result = await interrupted(
      directory,
      ['compress', level, 'in.txt', ...outputs, '--quiet'],
      ['SIGINT'],
      delay,
    );
    expect(result).toEqual({ code: 130, stderr: '', isPrompt: true });
    expect(readdirSync(directory)).toEqual(['in.txt']);
  });
});
