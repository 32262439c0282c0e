import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { runPith, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

describe('input within the budget passes through byte for byte', () => {
  it.each([
    ['a byte order mark and CRLF', Buffer.concat([mark, Buffer.from('one\r\ntwo\r\n\r\nthree')])],
    ['invalid bytes', Buffer.from('caf\xe9 and na\xefve, in Latin-1\n', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffsome words in UTF-16 \ud83c\udf0a', 'utf16le')],
    ['NUL and control characters', Buffer.from('nul \0 and bell \x07, in the middle of a longer text\n')],
    ['nothing', Buffer.alloc(0)],
    ['white space only', Buffer.from(' \n\t\r\n')],
  ])('%s', async (_, bytes) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in'), bytes);
    const script = `pith compress -1 -t 100 --quiet in -o file && pith compress -1 -t 100 --quiet < in > piped`;
    expect(await runShell(script, { directory })).toMatchObject({ code: 0 });
    for (const name of ['file', 'piped']) expect(readFileSync(join(directory, name))).toEqual(bytes);
  });
});

describe('input that is unusual', () => {
  it.each([
    [
      'one long line of JSON',
      JSON.stringify({ items: Array.from({ length: 9000 }, (_, id) => ({ id, name: 'x' })) }),
    ],
    ['emoji', '👩‍👩‍👧‍👦 family 🇩🇪 flag 👍🏽 thumbs. '.repeat(200)],
    ['Chinese', '这是一个很长的句子，关于数据丢失和备份。合同第五条规定。'.repeat(200)],
    ['Arabic and Hebrew', 'هذا نص عربي طويل عن البيانات. זה טקסט בעברית. '.repeat(200)],
    ['lone punctuation', '--- ... !!! '.repeat(2000)],
  ])('is cut to the budget: %s', async (_, input) => {
    const budget = Math.floor(countTokens(input) / 4);
    const { code, stdout } = await runPith(['compress', '-1', '-r', '4'], { input });
    expect(code).toBe(0);
    expect(countTokens(stdout)).toBeLessThanOrEqual(budget);
    expect(countTokens(stdout)).toBeGreaterThan(0.9 * budget);
    expect(stdout).not.toContain('\ufffd');
  });

  it('may be one word of two million characters', async () => {
    const input = 'abcdefghij'.repeat(200_000);
    const { code, stdout, stderr } = await runPith(['compress', '-1', '-r', '4', '--json'], { input });
    const { inputTokens, outputTokens } = JSON.parse(stderr) as Record<string, number>;
    expect([code, /^[a-j]+$/.test(stdout)]).toEqual([0, true]);
    expect(4 * (outputTokens ?? 0)).toBeLessThanOrEqual(inputTokens ?? 0);
    expect(stdout.length).toBeGreaterThan(input.length / 5);
  });

  it('may have odd names, and come twice', async () => {
    const directory = temporaryFolder();
    const names = ['with space.txt', 'new\nline.txt', 'emoji 🌊.txt', '-dash.txt'];
    for (const [seed, name] of names.entries()) writeFileSync(join(directory, name), sampleText(2000, seed));
    const { code, stdout } = await runPith(
      ['compress', '-1', '--format', 'jsonl', '--', ...names, './-dash.txt', 'with space.txt'],
      { directory },
    );
    const ids = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { document: string }).document);
    expect([code, ids]).toEqual([0, names]);
  });

  it('is refused if it changes during the run', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in.txt'), sampleText(4_000_000));
    const script = `(sleep 0.4; while echo more >> in.txt; do sleep 0.05; [ -e done ] && exit; done) &
      pith compress -1 in.txt -o out; code=$?; touch done; wait; exit $code`;
    const { code, stderr } = await runShell(script, { directory });
    expect([code, stderr]).toEqual([1, expect.stringContaining("'in.txt' changed while being read")]);
  });
});

describe('temporary data', () => {
  it('that does not fit fails in words, and leaves nothing behind', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in.txt'), sampleText(3_000_000));
    // Beyond this size, in kibibytes, a process cannot write files.
    const script = 'ulimit -f 1200; TMPDIR=. pith compress -1 -r 1.2 < in.txt; echo $?; ls -A';
    const { stdout, stderr } = await runShell(script, { directory });
    expect(stdout).toBe('1\nin.txt\n');
    expect(stderr).toMatch(/^pith: .*[Tt]emporary data in \..*\nhint: .*TMPDIR.*\n$/);
  });
});
