import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from './markdown.ts';

it('docs/scout.md is what `npm run docs` writes', () => {
  const script = join(repository, 'scripts/generate-scout-docs.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, '--print'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(readFileSync(join(repository, 'docs/scout.md'), 'utf8')).toBe(stdout);
});
