import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPith, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

const sources = {
  'a.md': `# Keepers\n\n${sampleText(6000)}\n\n## Gates\n\n${sampleText(3000, 5)} 🌊 漁港`,
  'b.txt': sampleText(5000, 7),
};

/** The same without a run of compress, for what fails before its spans matter. */
function plainFolder(): string {
  const directory = temporaryFolder();
  const lines = Object.entries(sources).map(([document, text]) => {
    writeFileSync(join(directory, document), text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    return JSON.stringify({ document, sha256, spans: [[3, 40]] });
  });
  writeFileSync(join(directory, 'out.jsonl'), lines.join('\n'));
  return directory;
}

interface Piece {
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const objects = <T>(text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

/** A folder with two sources, and what compress left of them in both forms. */
async function compressedFolder(): Promise<string> {
  const directory = temporaryFolder();
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(directory, name), text);
  const words = ['a.md', 'b.txt', '-1', '-r', '6', '--quiet', '--format', 'jsonl', '-o', 'out.jsonl'];
  const { code } = await runPith(['compress', ...words, '--provenance', 'kept.jsonl'], { directory });
  expect(code).toBe(0);
  return directory;
}

const sourceOf = ({ document, start, end }: Omit<Piece, 'text'>) =>
  sources[document as keyof typeof sources].slice(start, end);

describe('pith expand', () => {
  it.each(['out.jsonl', 'kept.jsonl'])('restores the passages of which %s keeps something', async (file) => {
    const directory = await compressedFolder();
    const { stdout, stderr, code } = await runPith(['expand', file, '--all', '--format', 'jsonl'], {
      directory,
    });
    expect([code, stderr]).toEqual([0, '']);
    const pieces = objects<Piece>(stdout);
    for (const piece of pieces) expect(piece.text).toBe(sourceOf(piece));
    const kept = objects<{ document: string; spans: [number, number][] }>(
      readFileSync(join(directory, file), 'utf8'),
    );
    for (const { document, spans } of kept) {
      const own = pieces.filter((piece) => piece.document === document);
      for (const [start, end] of spans)
        expect(own.some((piece) => piece.start <= start && end <= piece.end)).toBe(true);
    }
  });

  it('restores the passage around a place, or characters on both sides', async () => {
    const directory = await compressedFolder();
    const expand = async (...words: string[]) => {
      const result = await runPith(['expand', 'out.jsonl', ...words], { directory });
      expect([result.code, result.stderr]).toEqual([0, '']);
      return result.stdout;
    };
    const passage = await expand('--at', 'a.md:3000-3010');
    expect(passage).toContain(sources['a.md'].slice(3000, 3010));
    expect(sources['a.md']).toContain(passage);
    expect(passage.length).toBeLessThan(2000);
    expect(await expand('--at', 'a.md:3000-3010', '--around', '25')).toBe(
      `${sources['a.md'].slice(2975, 3035)}\n`,
    );
    expect(await expand('--at', 'b.txt:3-10', '--around', '100000')).toBe(`${sources['b.txt']}\n`);
    const end = sources['a.md'].length;
    expect(await expand('--at', `a.md:${end - 5}-${end}`, '--around', '0')).toBe(`🌊 漁港\n`);
    const two = await expand('--at', 'b.txt:10-20', '--at', 'a.md:5-15', '--around', '2');
    expect(two).toBe(
      `a.md:3-17\n${sources['a.md'].slice(3, 17)}\n\nb.txt:8-22\n${sources['b.txt'].slice(8, 22)}\n\n`,
    );
  });

  it('counts passages as explain does', async () => {
    const directory = await compressedFolder();
    const explained = await runPith(
      ['explain', 'a.md', 'b.txt', '-1', '-r', '6', '--quiet', '--format', 'jsonl'],
      { directory },
    );
    const passages = objects<Omit<Piece, 'text'>>(explained.stdout);
    expect(passages.length).toBeGreaterThan(12);
    for (const number of [1, 4, passages.length]) {
      const passage = passages[number - 1];
      const { stdout } = await runPith(
        ['expand', 'out.jsonl', '--passage', `${number}`, '--format', 'jsonl'],
        {
          directory,
        },
      );
      expect(objects<Piece>(stdout)).toMatchObject([
        { document: passage?.document, start: passage?.start, end: passage?.end },
      ]);
    }
  });

  it('goes from an answer to its passage in a pipe', async () => {
    const directory = temporaryFolder();
    const text = `${sampleText(4000)}\n\nThe ferry Astrid sank on 14 March 1907 near Lindby.\n\n${sampleText(4000, 3)}`;
    writeFileSync(join(directory, 'ferry.txt'), text);
    const { stdout, code } = await runShell(
      `pith compress ferry.txt -q "When did the Astrid sink?" -t 40 --format jsonl --quiet > out.jsonl
      place=$(pith infer out.jsonl --quiet | cut -f 2)
      pith expand --at "$place" < out.jsonl`,
      { directory },
    );
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('The ferry Astrid sank on 14 March 1907 near Lindby.'),
    ]);
  });

  it('refuses a source that has changed, unless it is forced', async () => {
    const directory = await compressedFolder();
    const path = join(directory, 'a.md');
    writeFileSync(path, readFileSync(path, 'utf8').replace('Keepers', 'KEEPERS'));
    const words = ['expand', 'out.jsonl', '--at', 'a.md:0-10', '--around', '0'];
    const { code, stdout, stderr } = await runPith(words, { directory });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('a.md has changed since it was compressed');
    const forced = await runPith([...words, '-f'], { directory });
    expect(forced).toMatchObject({ code: 0, stdout: '# KEEPERS\n' });
    expect(forced.stderr).toContain('warning: a.md has changed');
    // The other one is as it was.
    expect((await runPith(['expand', 'out.jsonl', '--at', 'b.txt:0-10'], { directory })).code).toBe(0);
  });

  it('says what it cannot know where there is no checksum', async () => {
    const directory = await compressedFolder();
    const path = join(directory, 'out.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/"sha256":"[0-9a-f]+",/g, ''));
    const { code, stderr } = await runPith(['expand', 'out.jsonl', '--at', 'a.md:0-10'], { directory });
    expect([code, stderr]).toEqual([0, expect.stringContaining('nothing tells whether a.md has changed')]);
  });

  it('cannot restore what was piped in', async () => {
    const { code, stdout, stderr } = await runShell(
      'pith compress -1 --format jsonl --quiet | pith expand --all',
      { input: sources['b.txt'] },
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/the source was standard input.*\nhint: compress a file by its name/);
  });

  it('takes the parts of a stream for one document', async () => {
    const directory = temporaryFolder();
    const text = sampleText(60_000);
    writeFileSync(join(directory, 'long.txt'), text);
    const { code } = await runShell(
      'pith compress -1 --stream long.txt -r 10 --format jsonl -o out.jsonl --quiet',
      { directory },
    );
    expect(code).toBe(0);
    expect(readFileSync(join(directory, 'out.jsonl'), 'utf8').split('\n').length).toBeGreaterThan(3);
    const place = ['--at', 'long.txt:50000-50100', '--around', '0'];
    const { stdout } = await runPith(['expand', 'out.jsonl', ...place], { directory });
    expect(stdout.trim()).toBe(text.slice(50_000, 50_100).trim());
  });

  it('says how many documents a hint leaves out', async () => {
    const input = Array.from({ length: 11 }, (_, at) => `{"document":"${at}.md","spans":[]}`).join('\n');
    const { code, stderr } = await runPith(['expand', '--at', 'a.md:0-10'], { input });
    expect(code).toBe(2);
    expect(stderr).toMatch(/hint: documents: 0\.md, .*7\.md, and 3 more\n$/);
  });

  it.each([
    [[], 2, 'nothing to restore is named'],
    [['--at', 'a.md'], 2, '--at takes DOCUMENT:START-END'],
    [['--at', 'a.md:9-3'], 2, '--at takes DOCUMENT:START-END'],
    [['--at', '0-10'], 2, '--at needs a document: there are 2'],
    [['--at', 'c.md:0-10'], 2, "there is no document 'c.md'"],
    [['--at', 'a.md:0-999999'], 2, 'a.md has 9'],
    [['--passage', '0'], 2, '--passage takes a whole number'],
    [['--passage', '999'], 2, 'there is no passage 999'],
  ])('refuses %j', async (words, expected, message) => {
    const directory = plainFolder();
    const { code, stdout, stderr } = await runPith(['expand', 'out.jsonl', ...words], { directory });
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringContaining(message)]);
  });

  it('says of a source that is gone where it was looked for', async () => {
    const directory = plainFolder();
    renameSync(join(directory, 'a.md'), join(directory, 'z.md'));
    const { code, stderr } = await runPith(['expand', 'out.jsonl', '--all'], { directory });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/there is no file 'a\.md'.*run expand in the same folder/s),
    ]);
  });

  it.each([
    ['', 'there is no line'],
    ['plain text\n', 'names no document with spans'],
    ['{"document":"a","spans":[[3]]}\n', 'not pairs of offsets'],
    ['{"document":"a","spans":[],"sha256":"x"}\n', 'is no checksum'],
  ])('refuses %j as its input', async (input, message) => {
    const { code, stderr } = await runPith(['expand', '--all'], { input });
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});

describe('the checksum of a source', () => {
  const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

  it('is that of its bytes, in both forms, and travels through a second compression', async () => {
    const directory = temporaryFolder();
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sources['a.md'], 'utf16le')]);
    writeFileSync(join(directory, 'wide.txt'), bytes);
    writeFileSync(join(directory, 'b.txt'), sources['b.txt']);
    const { code } = await runShell(
      `pith compress wide.txt b.txt -1 -r 3 --format jsonl --quiet --provenance once > once.jsonl
      pith compress once.jsonl -1 -r 2 --format jsonl --quiet --provenance twice > twice.jsonl
      pith infer twice.jsonl -q "Who painted the lamps?" --quiet > answer`,
      { directory },
    );
    expect(code).toBe(0);
    for (const name of ['once', 'once.jsonl', 'twice', 'twice.jsonl']) {
      const sums = objects<{ sha256: string }>(readFileSync(join(directory, name), 'utf8'));
      expect(sums.map((line) => line.sha256)).toEqual([sha256(bytes), sha256(sources['b.txt'])]);
    }
  });

  it('is that of what came through a pipe', async () => {
    const { stdout } = await runPith(['compress', '-1', '--format', 'jsonl', '--quiet'], {
      input: sources['b.txt'],
    });
    expect(objects(stdout)).toMatchObject([{ document: '-', sha256: sha256(sources['b.txt']) }]);
  });

  it('is not made up where an earlier output has none', async () => {
    const { stdout } = await runShell(
      `pith compress -1 -r 2 --format jsonl --quiet | sed -E 's/"sha256":"[0-9a-f]+",//' | pith compress -1 -r 2 --format jsonl --quiet`,
      { input: sources['b.txt'] },
    );
    expect(Object.keys(objects<object>(stdout)[0] ?? {})).not.toContain('sha256');
  });
});
