import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './run-pith.ts';

const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));

describe('the demo', () => {
  it('answers its questions from two million characters', { timeout: 180_000 }, () => {
    const { status, stdout } = spawnSync(process.execPath, [script('demo.mjs')], { encoding: 'utf8' });
    expect(stdout).toContain('3 of 3 answers are right');
    expect(status).toBe(0);
    const characters = Number(/with ([\d,]+) characters/.exec(stdout)?.[1]?.replaceAll(',', ''));
    expect(characters).toBeGreaterThan(2_000_000);
  });

  it('makes the same corpus from the same seed, and another from another', () => {
    const folder = temporaryFolder();
    const text = (name: string, seed: string) => {
      mkdirSync(join(folder, name));
      const { status } = spawnSync(process.execPath, [
        script('generate-corpus.mjs'),
        join(folder, name),
        seed,
      ]);
      expect(status).toBe(0);
      const files = readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).sort();
      return files
        .filter((file) => file.includes('.'))
        .map((file) => readFileSync(join(folder, name, file), 'utf8'));
    };
    const first = text('a', '7');
    expect(text('b', '7')).toEqual(first);
    expect(text('c', '8')).not.toEqual(first);
  });
});
