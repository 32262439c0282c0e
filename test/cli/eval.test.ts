import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPith, temporaryFolder } from './run-pith.ts';

const quick = ['--levels', '1', '--engine', 'none', '--rows', '2'];

interface Summary {
  readonly curves: readonly {
    readonly level: number;
    readonly isAsked: boolean;
    readonly points: readonly { readonly ratio: number; readonly rows: number }[];
  }[];
}

describe('pith eval', { timeout: 60_000 }, () => {
  it('writes results, a table and a report, and uses what is there', async () => {
    const directory = temporaryFolder();
    const words = ['eval', 'reading', 'meetings', ...quick];
    const first = await runPith(words, { directory });
    expect(first).toMatchObject({ code: 0, stderr: 'pith: 24 results in pith-eval/report.html\n' });
    expect(first.stdout).toMatch(
      /^answers that survive {7}ratio 2 {2}ratio 4 {2}ratio 10\nlevel 1, question known {4}[01]\./,
    );
    const folder = join(directory, 'pith-eval');
    const stored = readFileSync(join(folder, 'results.jsonl'), 'utf8');
    expect(stored.trim().split('\n')).toHaveLength(24);
    expect(readFileSync(join(folder, 'results.csv'), 'utf8').trim().split('\r\n')).toHaveLength(25);
    const report = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(report).toContain('pith eval reading meetings --levels 1 --rows 2 --engine none</pre>');

    const second = await runPith(words, { directory });
    expect(second).toEqual(first);
    expect(readFileSync(join(folder, 'results.jsonl'), 'utf8')).toBe(stored);
  });

  it('reads files of data, asks the reader, and says of how many rows', async () => {
    const directory = temporaryFolder();
    const row = (at: number) =>
      JSON.stringify({
        question: `Who keeps lock ${at}?`,
        answers: ['Ada Moreau'],
        text: `Lock ${at} is kept by Ada Moreau. It was built in 1907, and nobody has seen it leak since then.`,
      });
    writeFileSync(join(directory, 'own.jsonl'), [1, 2, 3, 4].map(row).join('\n'));
    const options = ['--levels', '1', '--ratios', '2', '--questions', 'known', '--rows', '2', '--among', '3'];
    const { code, stdout, stderr } = await runPith(['eval', 'own.jsonl', ...options, '--json'], {
      directory,
    });
    expect(stderr).toContain('pith: own.jsonl: 2 of its 4 rows, spread over it; --rows takes more\n');
    expect(code).toBe(0);
    const { curves } = JSON.parse(stdout) as Summary;
    expect(curves).toMatchObject([{ level: 1, isAsked: true, points: [{ ratio: 2, rows: 2 }] }]);
    const lines = readFileSync(join(directory, 'pith-eval/results.jsonl'), 'utf8').trim().split('\n');
    const results = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(results.map(({ said }) => said)).toContain('Ada Moreau');
    for (const { engine } of results) expect(engine).toBe('reader minilm-l8');
  });

  it('ends with 4 where less was measured than is required', async () => {
    const directory = temporaryFolder();
    const words = [
      'eval',
      'needles',
      ...quick,
      '--lengths',
      '600',
      '--questions',
      'unknown',
      '--ratios',
      '10',
    ];
    const low = await runPith([...words, '--require', 'survival@10>=1'], { directory });
    expect(low.code).toBe(4);
    expect(low.stderr).toMatch(/survival@10>=1 does not hold: 0\.\d+ at level 1, question unknown/);
    const held = await runPith([...words, '--require', 'survival@10>=0'], { directory });
    expect(held.code).toBe(0);
    const lost = await runPith([...words, '--require', 'survival@4>=0.5'], { directory });
    expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining('add 4 to --ratios') as string });
  });

  it.each([
    ['a file that is not there', ['none.jsonl'], 1, /cannot read none\.jsonl.*\n.*name a data file/i],
    ['a file of something else', ['notes.txt'], 1, /no JSON \(notes\.txt, line 1\)/],
    ['a task twice', ['reading', 'reading'], 2, /two of the tasks are called reading/],
    ['no level', ['--levels', 'none'], 2, /nothing to measure/],
    ['a requirement that is none', ['--require', 'luck@4>=1'], 2, /--require takes MEASURE@RATIO>=SHARE/],
    ['a flag of another engine', ['--base-url', 'http://localhost:1'], 2, /--engine openai/],
  ])('refuses %s', async (_, words, code, message) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'notes.txt'), 'Dear diary\n');
    const result = await runPith(['eval', ...words], { directory });
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toMatch(message);
    expect(existsSync(join(directory, 'pith-eval'))).toBe(false);
  });

  it('that is interrupted keeps what it measured, and goes on', async () => {
    const directory = temporaryFolder();
    const words = ['eval', 'documents', '--levels', '1', '--engine', 'none', '--rows', '3'];
    const path = join(directory, 'pith-eval/results.jsonl');
    const stopped = await runPith(words, {
      directory,
      started(child) {
        const timer = setInterval(() => {
          if (!existsSync(path) || readFileSync(path, 'utf8').split('\n').length < 3) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 5);
        child.once('close', () => clearInterval(timer));
      },
    });
    expect(stopped.code).toBe(130);
    const before = readFileSync(path, 'utf8');
    expect(before.endsWith('\n')).toBe(true);
    expect(await runPith(words, { directory })).toMatchObject({ code: 0 });
    const after = readFileSync(path, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after.trim().split('\n')).toHaveLength(18);
  });
});
