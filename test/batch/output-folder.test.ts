import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OutputFolder } from '../../src/batch/output-folder.ts';
import { temporaryFolder } from '../cli/run-pith.ts';

describe('OutputFolder', () => {
  it('is refused where the system makes no folders, and where a file stands in the way', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    for (const path of ['/proc/none/of/this', join(file, 'out')])
      await expect(OutputFolder.open(path, { force: false })).rejects.toMatchObject({ code: 'output' });
    const path = temporaryFolder();
    mkdirSync(join(path, '.pith'));
    writeFileSync(join(path, '.pith', 'writing'), '');
    const folder = await OutputFolder.open(path, { force: false });
    await expect(folder.prepare('all')).rejects.toMatchObject({ code: 'output' });
  });

  it('says of each output what stands in its way', async () => {
    const path = temporaryFolder();
    await using folder = await OutputFolder.open(path, { force: false });
    await folder.prepare('all');
    writeFileSync(join(path, 'a'), '');
    mkdirSync(join(path, 'b', 'full'), { recursive: true });
    const outputs = await Promise.all(['a/c', 'b', 'd/e'].map((name) => folder.create(name, 'all')));
    const placed = await folder.place(outputs);
    expect(placed.map(({ error }) => error?.message)).toEqual([
      expect.stringMatching(/a\/c: a file stands where a folder must be/),
      expect.stringMatching(/b: a folder stands where a file must be/),
      undefined,
    ]);
  });
});
