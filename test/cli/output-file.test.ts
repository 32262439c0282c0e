import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputFile } from '../../src/cli/output-file.ts';
import { runShell, temporaryFolder } from './run-pith.ts';

describe('outputFile', () => {
  it('shows nothing before commit, and everything after it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'out.txt');
    const file = await outputFile(path, { force: false });
    await file.write('x'.repeat(200_000));
    expect(readdirSync(folder)).not.toContain('out.txt');
    await file.commit();
    expect(readFileSync(path, 'utf8')).toBe('x'.repeat(200_000));
    expect(readdirSync(folder)).toEqual(['out.txt']);
  });

  it('leaves nothing after discard, before or after writing', async () => {
    const folder = temporaryFolder();
    for (const text of ['', 'x'.repeat(200_000)]) {
      const file = await outputFile(join(folder, 'out.txt'), { force: false });
      await file.write(text);
      file.discard();
      file.discard();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('does not take back what was committed', async () => {
    const folder = temporaryFolder();
    const file = await outputFile(join(folder, 'out.txt'), { force: false });
    await file.commit();
    file.discard();
    expect(readdirSync(folder)).toEqual(['out.txt']);
  });

  it('refuses to overwrite, also a file that appeared meanwhile', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'out.txt');
    const file = await outputFile(path, { force: false });
    writeFileSync(path, 'theirs');
    await expect(file.commit()).rejects.toMatchObject({
      code: 'output',
      hint: expect.stringContaining('-f'),
    });
    file.discard();
    await expect(outputFile(path, { force: false })).rejects.toMatchObject({ code: 'output' });
    expect(readFileSync(path, 'utf8')).toBe('theirs');
    expect(readdirSync(folder)).toEqual(['out.txt']);
  });

  it('replaces a file with force, keeps its mode, and the old text until commit', async () => {
    const path = join(temporaryFolder(), 'out.txt');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    const file = await outputFile(path, { force: true });
    await file.write('new');
    expect(readFileSync(path, 'utf8')).toBe('old');
    await file.commit();
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('writes through a link instead of replacing it', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'file'), 'old');
    symlinkSync(join('real', 'file'), join(folder, 'link'));
    const file = await outputFile(join(folder, 'link'), { force: true });
    await file.write('new');
    await file.commit();
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real', 'file'), 'utf8')).toBe('new');
  });

  it.each([
    ['a folder', (folder: string) => folder, /is a folder/],
    ['a missing folder', (folder: string) => join(folder, 'no', 'out'), /no such file or directory/],
  ])('says what is wrong with %s', async (_, path, message) => {
    await expect(outputFile(path(temporaryFolder()), { force: true })).rejects.toThrow(message);
  });

  it.each([
    ['/dev/stdout', '| cat'],
    ['/dev/stdout', '> out; cat out'],
    ['/dev/fd/1', '| cat'],
    ['/proc/self/fd/1', '> out; cat out'],
    ['link', '| cat'],
    ['link', '> out; cat out'],
    ['-', '> out; cat out'],
    ['/dev/fd/3', '3> out; cat out'],
    ['/dev/fd/3', '3>&1 | cat'],
    ['/dev/stderr', '2>&1 | cat'],
  ])('writes a descriptor like a stream: -o %s %s', async (path, rest) => {
    const directory = temporaryFolder();
    symlinkSync('/dev/stdout', join(directory, 'link'));
    const script = `echo 'Ann keeps the key.' | pith compress -1 -r 1 --quiet -o ${path} ${rest}`;
    expect(await runShell(script, { directory })).toMatchObject({
      stdout: 'Ann keeps the key.\n',
      stderr: '',
      code: 0,
    });
  });

  it('appends to what the file of a descriptor holds', async () => {
    const directory = temporaryFolder();
    const script =
      '{ echo before; echo text | pith compress -1 -r 1 --quiet -o /dev/stdout; } > out; cat out';
    expect((await runShell(script, { directory })).stdout).toBe('before\ntext\n');
  });

  it('reports a full disk and never replaces a device', async () => {
    const file = await outputFile('/dev/full', { force: false });
    await expect(file.write('x'.repeat(200_000))).rejects.toThrow(
      /cannot write \/dev\/full: no space left on device/,
    );
    file.discard();
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });
});
