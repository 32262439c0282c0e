import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitTogether } from '../../src/cli/commit-together.ts';
import { type OutputFile, outputFile } from '../../src/cli/output-file.ts';
import { temporaryFolder } from './run-pith.ts';

async function written(folder: string, force = false): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  for (const name of ['stats', 'text']) {
    const file = await outputFile(join(folder, name), { force });
    await file.write(name.repeat(50_000));
    files.push(file);
  }
  return files;
}

describe('files that are committed together', () => {
  it('are all there in the end, and none before all are whole', async () => {
    const folder = temporaryFolder();
    const files = await written(folder);
    const seen: string[][] = [];
    const watched = files.map((file) => ({
      ...file,
      async prepare() {
        seen.push(readdirSync(folder).filter((name) => !name.startsWith('.')));
        await file.prepare();
      },
    }));
    await commitTogether(watched);
    expect(seen).toEqual([[], []]);
    expect(readdirSync(folder)).toEqual(['stats', 'text']);
    expect(readFileSync(join(folder, 'text'), 'utf8')).toBe('text'.repeat(50_000));
  });

  it('stay away all where the last one cannot be made whole', async () => {
    const folder = temporaryFolder();
    const files = await written(folder);
    writeFileSync(join(folder, 'text'), 'theirs');
    await expect(commitTogether(files)).rejects.toMatchObject({ code: 'output' });
    for (const file of files) file.discard();
    expect(readdirSync(folder)).toEqual(['text']);
  });

  it('are taken away again where the last one cannot be put in its place', async () => {
    const folder = temporaryFolder();
    const files = await written(folder, true);
    // With force a file may be there, but nothing can be renamed over a folder.
    mkdirSync(join(folder, 'text'));
    await expect(commitTogether(files)).rejects.toMatchObject({ code: 'output' });
    for (const file of files) file.discard();
    expect(readdirSync(folder)).toEqual(['text']);
  });

  it('leave an older file that one of them replaced as it is now', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'stats'), 'older');
    const files = await written(folder, true);
    mkdirSync(join(folder, 'text'));
    await expect(commitTogether(files)).rejects.toMatchObject({ code: 'output' });
    for (const file of files) file.discard();
    expect(readFileSync(join(folder, 'stats'), 'utf8')).toBe('stats'.repeat(50_000));
    expect(readdirSync(folder)).toEqual(['stats', 'text']);
  });
});
