import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from './markdown.ts';

it.each(['docs/results.md', 'data/curves.json'])(
  '%s is what `npm run docs` makes of the stored results',
  (path) => {
    const script = join(repository, 'scripts/generate-results-docs.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [script, '--print', path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(readFileSync(join(repository, path), 'utf8')).toBe(stdout);
  },
);
