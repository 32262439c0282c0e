import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';

const built = new URL('../../../dist/models/', import.meta.url);

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

it('loads a model without a trace in the home folder, and in silence', async () => {
  const program = `
    import { loadEncoder } from '${built}encoder/encoder.js';
    import { loadModelCard } from '${built}encoder/model-card.js';
    import { modelForLevel } from '${built}model-files.js';
    const encoder = await loadEncoder(await loadModelCard(modelForLevel(6)));
    await encoder.run({ ids: new Int32Array(9).fill(2000), types: new Uint8Array(9) });
    await encoder.close();
  `;
  const run = (directory: string) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      // The runtime holds still by itself where it finds CI in the environment.
      env: { PATH: process.env['PATH'], HOME: directory },
    });
  expect(await run(home)).toEqual({ stdout: '', stderr: '' });
  expect(readdirSync(home)).toEqual([]);
  expect(await run('/proc/nobody')).toEqual({ stdout: '', stderr: '' });
});
