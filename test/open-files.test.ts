import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../src/open-files.ts';
import type { TextDocument } from '../src/stages/document.ts';
import { temporaryFolder } from './cli/run-pith.ts';
import { joined } from './compress/collect.ts';

const read = async (document: TextDocument | undefined) =>
  document === undefined ? undefined : joined(document.open());

describe('openFiles', () => {
  it('opens folders and standard input, as often as wanted, until it is disposed of', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'docs/a.md'), '# A\n');
    async function* stdin() {
      yield Buffer.from('from a pipe');
    }
    const files = await openFiles([join(folder, 'docs'), '-'], { stdin: stdin() });
    const [file, pipe] = files.documents;
    expect([file?.mediaType, pipe?.id]).toEqual(['text/markdown', '-']);
    for (let times = 0; times < 2; times++) {
      expect(await read(file)).toBe('# A\n');
      expect(await read(pipe)).toBe('from a pipe');
    }
    await files[Symbol.asyncDispose]();
    await expect(read(pipe)).rejects.toMatchObject({ code: 'usage' });
  });

  it('says what is not there', async () => {
    await expect(openFiles([join(temporaryFolder(), 'none.txt')])).rejects.toMatchObject({ code: 'input' });
  });
});
