import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../../../src/pipeline/spool.ts';
import type { TextDocument } from '../../../src/stages/document.ts';
import type { ReadWarning } from '../../../src/stages/read/decode.ts';
import { fileError } from '../../../src/stages/read/file-error.ts';
import { readFiles } from '../../../src/stages/read/files.ts';
import type { ReadFilesOptions } from '../../../src/stages/read/read-files-options.ts';

let folder: string;
let spools: Spool[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-files-'));
  spools = [];
});

afterEach(async () => {
  await Promise.all(spools.map((spool) => spool.close()));
  await rm(folder, { recursive: true });
});

const createSpool = (): Spool => {
  const spool = new Spool();
  spools.push(spool);
  return spool;
};

async function read(
  patterns: readonly string[],
  options: Partial<ReadFilesOptions> = {},
): Promise<TextDocument[]> {
  const documents: TextDocument[] = [];
  for await (const document of readFiles(patterns, { createSpool, ...options })) documents.push(document);
  return documents;
}

async function textOf(document: TextDocument, signal?: AbortSignal): Promise<string> {
  let text = '';
  for await (const chunk of document.open(signal)) text += chunk;
  return text;
}

async function write(name: string, content: string | Uint8Array = name): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

const names = (documents: readonly TextDocument[]): string[] =>
  documents.map(({ id }) => id.slice(folder.length + 1));

describe('what patterns name', () => {
  beforeEach(async () => {
    for (const name of ['b.txt', 'a.md', 'sub/c.txt', 'sub/deep/d.log', '.hidden/e.txt', 'odd[1].txt'])
      await write(name);
  });

  it('is a file, a folder with all below it, or what a glob matches, sorted and each once', async () => {
    expect(names(await read([join(folder, 'b.txt')]))).toEqual(['b.txt']);
    expect(names(await read([folder]))).toEqual([
      'a.md',
      'b.txt',
      'odd[1].txt',
      'sub/c.txt',
      'sub/deep/d.log',
    ]);
    expect(names(await read([join(folder, '**/*.txt')]))).toEqual(['b.txt', 'odd[1].txt', 'sub/c.txt']);
    expect(
      names(
        await read([join(folder, 'sub/c.txt'), join(folder, 'sub'), join(folder, 'sub/../b.txt'), folder]),
      ),
    ).toEqual(['sub/c.txt', 'sub/deep/d.log', 'b.txt', 'a.md', 'odd[1].txt']);
  });

  it('is the file of that very name, even if that looks like a glob', async () => {
    expect(names(await read([join(folder, 'odd[1].txt')]))).toEqual(['odd[1].txt']);
  });

  it('ends where a link leads back into a folder that it is in', async () => {
    await symlink(folder, join(folder, 'sub/loop'));
    expect(names(await read([folder]))).toContain('sub/c.txt');
  });

  it('is each file once, whatever links lead to it, by the same name every time', async () => {
    await symlink('.', join(folder, 'again'));
    await symlink('..', join(folder, 'sub/up'));
    await symlink('b.txt', join(folder, 'a-link.txt'));
    const all = ['a.md', 'b.txt', 'odd[1].txt', 'sub/c.txt', 'sub/deep/d.log'];
    expect(names(await read([folder]))).toEqual(all);
    expect(names(await read([join(folder, '**/*')]))).toEqual(all);
    expect(names(await read([join(folder, 'a-link.txt'), join(folder, '*.txt')]))).toEqual([
      'a-link.txt',
      'odd[1].txt',
    ]);
  });

  it('is nothing in node_modules, .git or another hidden folder, unless that is named', async () => {
    for (const name of ['node_modules/p/i.md', 'sub/node_modules/q/i.md', '.git/i.md', 'sub/.x/i.md'])
      await write(name);
    expect(names(await read([join(folder, '**/*.md')]))).toEqual(['a.md']);
    expect(names(await read([folder])).filter((name) => name.endsWith('.md'))).toEqual(['a.md']);
    for (const named of ['node_modules', 'node_modules/**/*.md', 'node_modules/p/i.md'])
      expect(names(await read([join(folder, named)]))).toEqual(['node_modules/p/i.md']);
    expect(names(await read([join(folder, '.git')]))).toEqual(['.git/i.md']);
    expect(names(await read([join(folder, 'sub/.x/*')]))).toEqual(['sub/.x/i.md']);
  });

  it.each(['missing.txt', '*.pdf', 'b.txt/x', 'empty'])('is an error if it is nothing: %s', async (name) => {
    await mkdir(join(folder, 'empty'));
    await expect(read([folder, join(folder, name)])).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(join(folder, name)),
    });
  });
});

describe('a document', () => {
  it('has the type of its name, or else of its text, or else the one asked for', async () => {
    const paths = [
      await write('a.md', 'x'),
      await write('b', '{"a":1}\n{"a":2}\n{"a":3}\n'),
      await write('c.txt', '# x'),
    ];
    expect((await read(paths)).map(({ mediaType }) => mediaType)).toEqual([
      'text/markdown',
      'application/x-ndjson',
      'text/plain',
    ]);
    expect(
      (await read(paths, { mediaType: 'text/csv' })).every(({ mediaType }) => mediaType === 'text/csv'),
    ).toBe(true);
  });

  it('can be opened again and again, and warns once', async () => {
    const content = Buffer.concat([Buffer.from('é'.repeat(500_000)), Buffer.from([0xff])]);
    const warnings: ReadWarning[] = [];
    const [document] = await read([await write('a.txt', content)], {
      onWarning: (warning) => warnings.push(warning),
    });
    for (let time = 0; time < 3; time += 1) {
      expect(await textOf(document as TextDocument)).toBe(content.toString());
    }
    expect(warnings).toEqual([
      { type: 'invalid-bytes', document: document?.id, count: 1, firstByte: 1_000_000 },
    ]);
    expect(spools).toEqual([]);
  });

  it('may be empty', async () => {
    const [document] = await read([await write('a.txt', '')]);
    expect(await textOf(document as TextDocument)).toBe('');
  });

  it('that changed or went since is an error', async () => {
    const path = await write('a.txt');
    const [document] = await read([path]);
    await appendFile(path, 'more');
    const changed = { code: 'input', message: `'${path}' changed while being read`, at: { document: path } };
    await expect(textOf(document as TextDocument)).rejects.toMatchObject(changed);
    await rm(path);
    await expect(textOf(document as TextDocument)).rejects.toMatchObject(changed);
  });

  it('that changes while it is open is an error', async () => {
    const path = await write('a.txt', 'x'.repeat(600_000));
    const [document] = await read([path]);
    const run = async (): Promise<void> => {
      for await (const _ of (document as TextDocument).open()) await appendFile(path, 'more');
    };
    await expect(run()).rejects.toMatchObject({ message: `'${path}' changed while being read` });
  });

  it('says why it cannot be opened again, or that it is gone', async () => {
    const [looped, gone] = await read([await write('a.txt'), await write('b.txt')]);
    await rm(join(folder, 'a.txt'));
    await symlink('a.txt', join(folder, 'a.txt'));
    await rm(join(folder, 'b.txt'));
    await expect(textOf(looped as TextDocument)).rejects.toMatchObject({
      message: expect.stringContaining('is a link that leads back to itself'),
    });
    await expect(textOf(gone as TextDocument)).rejects.toMatchObject({
      message: expect.stringContaining('changed while being read'),
    });
  });

  it('gives its bytes as they are stored', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x0d, 0x0a, 0x62]);
    const [stored] = await read([await write('a.txt', bytes)]);
    const [piped] = await read(['-'], { stdin: Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]) });
    for (const document of [stored, piped]) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of document?.bytes?.() ?? []) chunks.push(Buffer.from(chunk));
      expect(Buffer.concat(chunks)).toEqual(bytes);
    }
  });

  it('is the documents in it, if compress wrote it and the reader asks for them', async () => {
    const line = (id: string) =>
      `{"document":"${id}","mediaType":"text/markdown","inputTokens":9,"outputTokens":3,"text":"abc","spans":[[5,8]]}\n`;
    const path = await write('a.jsonl', `${line('x')}${line('y')}`);
    expect(names(await read([path]))).toEqual(['a.jsonl']);
    const opened = await read([path], { openCompressed: true });
    expect(opened.map(({ id, mediaType }) => [id, mediaType])).toEqual([
      ['x', 'text/markdown'],
      ['y', 'text/markdown'],
    ]);
    expect(await textOf(opened[1] as TextDocument)).toBe('abc');
    const asText = await read([path], { openCompressed: true, mediaType: 'text/plain' });
    expect(names(asText)).toEqual(['a.jsonl']);
  });

  it('stops being read when it is aborted', async () => {
    const [document] = await read([await write('a.txt', 'x'.repeat(600_000))]);
    await expect(textOf(document as TextDocument, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
  });

  it('that cannot be opened is an error', async () => {
    const path = join(folder, 'link');
    await symlink(path, path);
    await expect(read([path])).rejects.toMatchObject({
      code: 'input',
      message: `'${path}' is a link that leads back to itself`,
    });
  });

  it.each([
    ['EACCES', 'permission denied'],
    ['EPERM', 'permission denied'],
    ['EISDIR', 'a folder'],
    ['EIO', 'i/o error, read'],
  ])('that fails with %s is an error in words', (code, words) => {
    const cause = Object.assign(new Error('EIO: i/o error, read'), { code });
    expect(fileError(cause, 'a.txt')).toMatchObject({
      code: 'input',
      message: expect.stringMatching(`'a.txt' .*${words}`),
      at: { document: 'a.txt' },
      cause,
    });
  });
});

describe('binary files', () => {
  it('are an error if named, and left out of a folder with a warning', async () => {
    const path = await write('x.bin', Buffer.alloc(100));
    await write('a.txt');
    const warnings: ReadWarning[] = [];
    await expect(read([path])).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(path),
    });
    await expect(read([folder, path])).rejects.toMatchObject({ code: 'input' });
    expect(names(await read([folder], { onWarning: (warning) => warnings.push(warning) }))).toEqual([
      'a.txt',
    ]);
    expect(warnings).toEqual([{ type: 'skipped-binary', document: path }]);
    expect(names(await read([folder], { allowBinary: true }))).toEqual(['a.txt', 'x.bin']);
  });

  it('are an error if a folder has nothing else', async () => {
    await write('x.bin', Buffer.alloc(100));
    await expect(read([folder])).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(folder),
    });
  });
});

describe('what can be read only once', () => {
  it('is spooled: standard input', async () => {
    const text = `line ${'é'.repeat(700_000)}\r\n`;
    const bytes = Buffer.from(text);
    const chunks = Array.from({ length: 30 }, (_, at) =>
      bytes.subarray((at * bytes.length) / 30, ((at + 1) * bytes.length) / 30),
    );
    const [document, ...others] = await read(['-', '-'], { stdin: Readable.from(chunks) });
    expect(others).toEqual([]);
    expect(document).toMatchObject({ id: '-', mediaType: 'text/plain' });
    expect(await textOf(document as TextDocument)).toBe(text);
    expect(await textOf(document as TextDocument)).toBe(text);
    expect(spools).toHaveLength(1);
  });

  it('is an error if it is not there', async () => {
    await expect(read(['-'])).rejects.toMatchObject({ code: 'input' });
  });

  it.runIf(process.platform !== 'win32')('is spooled: a named pipe', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [documents] = await Promise.all([read([pipe]), writeFile(pipe, 'through the pipe')]);
    expect(await textOf(documents[0] as TextDocument)).toBe('through the pipe');
    expect(await textOf(documents[0] as TextDocument)).toBe('through the pipe');
  });
});
