import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main, runPith, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

type Span = readonly [number, number];
interface Line {
  readonly document: string;
  readonly passage: number;
  readonly spans: readonly Span[];
  readonly units: readonly (readonly [number, number, number, number, boolean, string])[];
}

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** Spans that touch are one. */
function merged(spans: readonly Span[]): readonly Span[] {
  const all: [number, number][] = [];
  for (const [start, end] of spans) {
    const last = all.at(-1);
    if (last?.[1] === start) last[1] = end;
    else all.push([start, end]);
  }
  return all;
}

function folderOf(sources: Readonly<Record<string, string>>): string {
  const directory = temporaryFolder();
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(directory, name), text);
  return directory;
}

const sample = {
  'a.txt': sampleText(9000),
  'b.md': `# Title\n\n${sampleText(5000, 7)}`,
  'c.log': '2024-05-01 INFO gate 7 closed by Ada Moreau in 35 ms\n'.repeat(40),
};

describe('pith explain', () => {
  it.each([
    [['-1', '-r', '5']],
    [['-1', '-t', '300', '-q', 'Who painted the lamps?', '--gap', ' [...] ']],
    [['-1', '-r', '3', '--protect', 'lamps', '--tokenizer', 'cl100k_base']],
    [['-6', '-t', '200', '-q', 'Who painted the lamps?']],
    [['-1', '-r', '4', '--keep', 'none', '--min-passage', '20']],
    [['-1', '--fit', '1500', '--condense', 'off']],
    [['-1', '-r', '1']],
  ])('has kept with %j what compress writes', async (options) => {
    const directory = folderOf(sample);
    const words = [...Object.keys(sample), ...options, '--format', 'jsonl', '--quiet'];
    const [explained, compressed] = await Promise.all([
      runPith(['explain', ...words], { directory }),
      runPith(['compress', ...words], { directory }),
    ]);
    expect([explained.code, explained.stderr]).toEqual([0, '']);
    const passages = lines(explained.stdout);
    expect(passages.map(({ passage }) => passage)).toEqual(passages.map((_, at) => at + 1));
    for (const { document, spans } of lines(compressed.stdout)) {
      const own = passages.filter((passage) => passage.document === document);
      expect(merged(own.flatMap((passage) => passage.spans))).toEqual(merged(spans));
    }
  });

  it('says of every unit what it scored and cost, and why it was kept', async () => {
    const { stdout } = await runPith(['explain', '-1', '-r', '4', '--format', 'jsonl', '--quiet'], {
      input: sample['a.txt'],
    });
    const units = lines(stdout).flatMap((line) => line.units);
    expect(units.length).toBeGreaterThan(1000);
    for (const [start, end, score, cost, kept, reason] of units) {
      const sound =
        end > start && score >= 0 && score <= 100 && Number.isInteger(cost) && typeof kept === 'boolean';
      expect([sound, reason]).toEqual([true, expect.stringMatching(/^(?:score|room|exchange|repeated)$/)]);
    }
  });

  it('explains the jsonl of an earlier compression, with its question', async () => {
    const { stdout, code } = await runShell(
      `pith compress -1 -r 2 -q "Who painted the lamps?" --format jsonl --quiet | pith explain -1 -r 2 --quiet`,
      { input: sample['a.txt'] },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('question: Who painted the lamps?');
    expect(stdout).toMatch(/⟦[^⟧]+⟧/);
  });

  it('writes the summary of compress to standard error', async () => {
    const { stderr } = await runPith(['explain', '-1', '-r', '4'], { input: sample['a.txt'] });
    expect(stderr).toMatch(
      /^pith: [\d,]+ → [\d,]+ tokens \([\d.]+×\) in [\d.]+ s · level 1( · \d+% of the input repeated)?\n$/,
    );
  });

  it('writes whole files or none, and none over another', async () => {
    const directory = folderOf(sample);
    const words = ['explain', '-1', 'a.txt', '--quiet'];
    expect((await runPith([...words, '--html', 'why.html'], { directory })).code).toBe(0);
    expect(readFileSync(join(directory, 'why.html'), 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
    const again = await runPith([...words, '--html', 'why.html'], { directory });
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('why.html exists')]);
    const failed = await runPith(
      ['explain', '-1', 'a.txt', '-t', '5', '--protect', '\\w+', '--html', 'no.html'],
      {
        directory,
      },
    );
    expect([failed.code, existsSync(join(directory, 'no.html'))]).toEqual([1, false]);
    expect((await runPith([...words, '-o', 'why.txt'], { directory })).stdout).toBe('');
    expect(readFileSync(join(directory, 'why.txt'), 'utf8')).toContain('⟦');
  });

  it.each([
    [['--html', 'x', '--format', 'jsonl'], '--html does not go with --format'],
    [['--html', 'x', '-o', 'y'], '--html does not go with --output'],
    [['--format', 'jsonl', '--limit', '9'], '--limit does not go with --format jsonl'],
    [['--records'], 'unknown option'],
    [['--color', 'sometimes'], '--color'],
  ])('refuses %j', async (words, message) => {
    const { code, stdout, stderr } = await runPith(['explain', ...words], { input: 'text' });
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });

  it('ends quietly when its reader stops', async () => {
    const { code, stdout, stderr } = await runShell(
      `pith explain -1 --format jsonl --quiet | head -n 1; exit "\${PIPESTATUS[0]}"`,
      { input: sampleText(400_000) },
    );
    expect([code, stderr, lines(stdout).length]).toEqual([0, '', 1]);
  });
});

describe('pith explain in colour', () => {
  const hasScript = spawnSync('script', ['--version']).error === undefined;
  const inTerminal = hasScript || process.env['CI'] === 'true' ? it : it.skip;
  const input = sample['b.md'];

  inTerminal.each([
    ['', { TERM: 'xterm' }, true],
    ['', { TERM: 'dumb' }, false],
    ['', { TERM: 'xterm', NO_COLOR: '1' }, false],
    ['--color never', { TERM: 'xterm' }, false],
  ])('in a terminal with %j and %j: %s', async (flags, environment, isColored) => {
    const directory = folderOf({ in: input });
    const command = `${process.execPath} ${main} explain -1 in --quiet ${flags}`;
    const { stdout } = await runShell(`script -qefc '${command}' /dev/null`, {
      directory,
      environment: { SHELL: '/bin/bash', ...environment },
    });
    expect([stdout.includes('\u001b[2m'), stdout.includes('⟦')]).toEqual([isColored, !isColored]);
  });

  it.each([
    [[], false],
    [['--color', 'always'], true],
  ])('in a pipe with %j: %s', async (flags, isColored) => {
    const { stdout } = await runPith(['explain', '-1', '--quiet', ...flags], { input });
    expect([stdout.includes('\u001b[2m'), stdout.includes('⟦')]).toEqual([isColored, !isColored]);
  });
});
