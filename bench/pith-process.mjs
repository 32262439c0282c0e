// Whole `pith compress` processes, and what they say of themselves.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pith = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Runs `pith compress`, and reads its statistics. @param {string} file @param {string[]} args */
export async function compressFile(file, args) {
  const folder = mkdtempSync(join(tmpdir(), 'pith-bench-'));
  try {
    const stats = join(folder, 'stats.json');
    const child = spawn(
      process.execPath,
      [pith, 'compress', file, ...args, '-f', '--quiet', '-o', join(folder, 'out'), '--stats', stats],
      { stdio: 'inherit' },
    );
    const start = performance.now();
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`pith exited with ${code}`);
    const { inputChars, outputTokens, cpuSeconds, peakRssBytes } = JSON.parse(readFileSync(stats, 'utf8'));
    const seconds = (performance.now() - start) / 1000;
    return { seconds, cpuSeconds, inputChars, outputTokens, rssMB: peakRssBytes / 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A run with rounded figures. */
export function shownRun({ seconds, cpuSeconds, inputChars, outputTokens, rssMB }) {
  return {
    seconds: Number(seconds.toFixed(2)),
    cpuSeconds: Number(cpuSeconds.toFixed(2)),
    charactersPerSecond: Math.round(inputChars / seconds),
    outputTokens,
    rssMB: Math.round(rssMB),
  };
}
