import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { runPith, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

interface Line {
  readonly document: string;
  readonly question?: string;
  readonly text: string;
  readonly spans: readonly (readonly [number, number])[];
}

interface DryRun {
  readonly documents: readonly { readonly budget?: number }[];
  readonly budget: number;
  readonly expected?: unknown;
  readonly advice: { readonly pays: boolean; readonly reasons: readonly string[] };
}

const lines = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

const cut = (source: string, spans: Line['spans']) =>
  spans.map(([start, end]) => source.slice(start, end)).join('');

describe('pith compress', () => {
  it.each([
    [['-r', '4'], (tokens: number) => Math.floor(tokens / 4)],
    [['--rate', '0.1'], (tokens: number) => Math.floor(tokens / 10)],
    [['-t', '300'], () => 300],
    [[], (tokens: number) => Math.floor(tokens / 3)],
  ])('%j keeps within the budget, counted independently', async (flags, budget) => {
    const input = sampleText(30_000);
    const { code, stdout } = await runPith(['compress', '-1', ...flags], { input });
    const limit = budget(countTokens(input));
    expect(code).toBe(0);
    expect(countTokens(stdout)).toBeLessThanOrEqual(limit);
    expect(countTokens(stdout)).toBeGreaterThan(0.97 * limit);
  });

  it('passes input within the budget through byte for byte', async () => {
    const input = '\tOne line,\r\nand two: “naïve” 🌊 \u0000\n\n\nno newline at the end';
    const { stdout } = await runPith(['compress', '-1', '-t', '1000'], { input });
    expect(stdout).toBe(input);
  });

  it('reports in one line on standard error, or in JSON, or not at all', async () => {
    const input = sampleText(3000);
    const plain = await runPith(['compress', '-1'], { input });
    expect(plain.stderr).toMatch(/^pith: [\d,]+ → [\d,]+ tokens \(\S+×\) in [\d.]+ s · level 1\n$/);
    expect(await runPith(['compress', '-1', '--quiet'], { input })).toMatchObject({
      stderr: '',
      stdout: plain.stdout,
    });
    const { stderr } = await runPith(['compress', '-1', '--json'], { input });
    expect(JSON.parse(stderr)).toMatchObject({
      documents: 1,
      inputChars: input.length,
      level: 1,
      ratio: expect.any(Number),
    });
  });

  it('writes text, provenance and figures that agree', async () => {
    const directory = temporaryFolder();
    const sources = { 'a.txt': sampleText(9000), 'b.md': `# Title\n\n${sampleText(5000, 7)}` };
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(directory, name), text);
    const flags = [
      'compress',
      '-1',
      '-r',
      '5',
      'a.txt',
      'b.md',
      '--provenance',
      'p',
      '--stats',
      's',
      '-o',
      'out',
    ];
    expect(await runPith(flags, { directory })).toMatchObject({ code: 0, stdout: '' });

    const read = (name: string) => readFileSync(join(directory, name), 'utf8');
    const provenance = lines(read('p'));
    const texts = provenance.map(({ document, spans }) =>
      cut(sources[document as keyof typeof sources], spans),
    );
    expect(provenance.map(({ document }) => document)).toEqual(['a.txt', 'b.md']);
    expect(read('out').replaceAll('\n', '')).toBe(texts.join('').replaceAll('\n', ''));
    expect(JSON.parse(read('s'))).toMatchObject({
      documents: 2,
      inputChars: sources['a.txt'].length + sources['b.md'].length,
      inputTokens: countTokens(Object.values(sources).join('\n')),
      level: 1,
      tokenizer: 'o200k_base',
      seconds: expect.any(Number),
      cpuSeconds: expect.any(Number),
      peakRssBytes: expect.any(Number),
      stages: expect.arrayContaining([expect.objectContaining({ counters: expect.any(Array) })]),
    });
    expect(readdirSync(directory).sort()).toEqual(['a.txt', 'b.md', 'out', 'p', 's']);
  });

  it('writes lines of JSON whose spans cut the text from the source', async () => {
    const input = `${sampleText(6000)} 🌊 “quoted” \\ back`;
    const { stdout } = await runPith(['compress', '-1', '-q', 'Who "closed" it?', '--format', 'jsonl'], {
      input,
    });
    const [line, ...more] = lines(stdout);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ document: '-', question: 'Who "closed" it?' });
    expect(cut(input, line?.spans ?? [])).toBe(line?.text);
  });

  it('says with --dry-run what it would do, and writes nothing', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'a.txt'), sampleText(3000));
    const tokens = countTokens(sampleText(3000));
    const { code, stdout } = await runPith(['compress', '-n', '-t', '100', '-o', 'out', 'a.txt'], {
      directory,
    });
    expect(code).toBe(0);
    const [counted, conclusion, expected] = stdout.split('\n');
    expect(counted).toBe(`a.txt: text/plain, 3,000 characters, ${tokens} tokens`);
    expect(conclusion).toBe(`would cut ${tokens} tokens to at most 100 at level 6`);
    expect(expected).toMatch(/^expected: about [\d.]+ s on this machine as it is now; /);
    expect(readdirSync(directory)).toEqual(['a.txt']);
    const refused = await runPith(['compress', '-n', '--records', 'a.txt'], { directory });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
  });

  it('says with --dry-run what it would refuse, and what it does not know', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'a.txt'), sampleText(3000));
    writeFileSync(join(directory, 'out'), 'mine');
    const words = ['compress', '-n', '-t', '100', '--protect', 'gate', '-o', 'out', 'a.txt'];
    const { code, stdout } = await runPith(words, { directory });
    expect(code).toBe(1);
    const said = stdout.split('\n');
    expect(said[1]).toMatch(/^would cut .* at level 6; whether what is protected fits is not checked$/);
    expect(said.slice(-2)).toEqual(['would refuse to write: out exists; -f overwrites it', '']);
    const json = await runPith([...words, '--json'], { directory });
    expect(JSON.parse(json.stdout)).toMatchObject({ taken: ['out'] });
    expect(await runPith([...words, '-f'], { directory })).toMatchObject({ code: 0 });
    expect(await runPith([...words, '--stats', 'out'], { directory })).toMatchObject({ code: 2 });
    expect(await runPith([...words, '--stats', '.'], { directory })).toMatchObject({
      code: 1,
      stderr: 'pith: . is a folder\n',
    });
    expect(readFileSync(join(directory, 'out'), 'utf8')).toBe('mine');
  });

  it('says with --dry-run whether it pays, and what each document may cost', async () => {
    const directory = temporaryFolder();
    for (const seed of [1, 2]) writeFileSync(join(directory, `${seed}.txt`), sampleText(3000, seed));
    const advice = async (...words: readonly string[]) => {
      const { stdout } = await runPith(['compress', '-n', '--json', '-1', ...words], { directory });
      return JSON.parse(stdout) as DryRun;
    };
    const short = await advice('-r', '4', '1.txt');
    expect(short.advice.pays).toBe(false);
    expect(short.advice.reasons.join()).toContain('no limit is reached');
    expect(short.expected).toMatchObject({
      seconds: expect.any(Number),
      answers: { kept: expect.any(Number) },
    });
    const within = await advice('-t', '100000', '1.txt');
    expect(within).toMatchObject({ advice: { pays: false } });
    expect(within.expected).toBeUndefined();
    expect((await advice('--fit', '1500', '--reserve', '1000', '1.txt', '2.txt')).advice.pays).toBe(true);
    const each = await advice('-t', '90', '--per-document', '.');
    expect(each.documents.map(({ budget }) => budget)).toEqual([90, 90]);
    expect(each.budget).toBe(180);
  });

  it('counts with --dry-run what stands between documents, as a run does', async () => {
    const directory = temporaryFolder();
    for (let file = 0; file < 9; file += 1) writeFileSync(join(directory, `${file}.txt`), 'Hi 5');
    const dry = await runPith(['compress', '-n', '--json', '-t', '27', '.'], { directory });
    await runPith(['compress', '-1', '-t', '27', '-o', 'out', '--stats', 'run.json', '.'], { directory });
    const run = JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8')) as { inputTokens: number };
    expect(run.inputTokens).toBeGreaterThan(27);
    expect(JSON.parse(dry.stdout)).toMatchObject({ inputTokens: run.inputTokens });
    const words = await runPith(['compress', '-n', '-t', '27', '.'], { directory });
    expect(words.stdout).toContain('would cut');
  });
});

describe('a budget that nothing fits into', () => {
  it('gives a warning beside the empty output', async () => {
    const { code, stdout, stderr } = await runPith(['compress', '-1', '-r', '3', '--quiet'], { input: 'hi' });
    expect([code, stdout, stderr]).toEqual([
      0,
      '',
      'pith: warning: nothing of standard input fits into 0 tokens\n',
    ]);
  });

  it('is none where a document of several is left out, or there was nothing', async () => {
    const directory = temporaryFolder();
    writeFileSync(
      join(directory, 'a.txt'),
      'The river rose over the lower meadows in the night. '.repeat(20),
    );
    writeFileSync(join(directory, 'b.txt'), 'hi');
    writeFileSync(join(directory, 'empty'), '');
    for (const words of [['a.txt', 'b.txt', '-t', '9'], ['empty']]) {
      const { code, stderr } = await runPith(['compress', '-1', '--quiet', ...words], { directory });
      expect([code, stderr]).toEqual([0, '']);
    }
  });

  it('is none for a word without end, which is cut to fill it', async () => {
    let state = 1;
    const letters = Array.from({ length: 200_000 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state.toString(36).at(-1);
    });
    const { stdout, stderr } = await runPith(['compress', '-1', '-t', '37'], { input: letters.join('') });
    expect(stderr).not.toContain('warning');
    expect(countTokens(stdout)).toBeGreaterThan(30);
    expect(countTokens(stdout)).toBeLessThanOrEqual(37);
  });
});

describe('configuration of pith compress', () => {
  it('goes by flag, environment, project file, user file', async () => {
    const directory = temporaryFolder();
    mkdirSync(join(directory, 'user', 'pith'), { recursive: true });
    const userFile = join(directory, 'user', 'pith', 'config.json');
    const budget = async (words: readonly string[], environment: Record<string, string> = {}) => {
      const options = {
        directory,
        input: sampleText(3000),
        environment: { XDG_CONFIG_HOME: join(directory, 'user'), ...environment },
      };
      const { stderr } = await runPith(['compress', '-1', '--json', ...words], options);
      return (JSON.parse(stderr) as { budget: number }).budget;
    };
    writeFileSync(userFile, '{ "targetTokens": 40 }');
    expect(await budget([])).toBe(40);
    writeFileSync(
      join(directory, '.pithrc.json'),
      '{ "targetTokens": 50, "compress": { "targetTokens": 60 } }',
    );
    expect(await budget([])).toBe(60);
    expect(await budget([], { PITH_TARGET_TOKENS: '70' })).toBe(70);
    expect(await budget(['-t', '80'], { PITH_TARGET_TOKENS: '70' })).toBe(80);
  });
});

describe('inputs that cannot be read', () => {
  it.each([
    [['nothing.txt'], "there is no file 'nothing.txt'"],
    [['*.none'], "no file matches '*.none'"],
    [['empty'], "there are no files in folder 'empty'"],
    [['loop'], "'loop' is a link that leads back to itself"],
    [['binary'], 'binary'],
    [['a.txt', '-', '-'], 'standard input can be read once'],
  ])('%j', async (inputs, message) => {
    const directory = temporaryFolder();
    mkdirSync(join(directory, 'empty'));
    symlinkSync('loop', join(directory, 'loop'));
    writeFileSync(join(directory, 'a.txt'), 'text');
    writeFileSync(
      join(directory, 'binary'),
      Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 131) % 256)),
    );
    const { code, stdout, stderr } = await runPith(['compress', '-1', '-o', 'out', ...inputs], { directory });
    expect([code === 1 || code === 2, stdout]).toEqual([true, '']);
    expect(stderr).toContain(message);
    expect(readdirSync(directory)).not.toContain('out');
  });

  it('names a file that may not be read', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'secret.txt'), 'text');
    chmodSync(join(directory, 'secret.txt'), 0);
    chmodSync(directory, 0o755);
    const { code, stderr } = await runPith(['compress', '-1', 'secret.txt'], { directory, asNobody: true });
    expect(code).toBe(1);
    expect(stderr).toContain("pith: 'secret.txt' may not be read: permission denied\n");
  });
});

describe('outputs that cannot be written', () => {
  it.each([
    [['-o', 'x', '--stats', './x'], 'two outputs cannot share the file ./x'],
    [['--provenance', 'x', '--stats', 'x'], 'two outputs cannot share the file x'],
    [['--stats', '-'], '--provenance and --stats need a file'],
  ])('%j is an error before any work, unless it is a device', async (flags, message) => {
    const directory = temporaryFolder();
    const { code, stdout, stderr } = await runPith(['compress', '-1', ...flags], {
      directory,
      input: 'text',
    });
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
    expect(readdirSync(directory)).toEqual([]);
    const devices = ['--provenance', '/dev/null', '--stats', '/dev/null'];
    expect(await runPith(['compress', '-1', ...devices], { input: 'text' })).toMatchObject({ code: 0 });
  });

  it('refuses to overwrite without -f, before any work, and leaves no other output', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'out'), 'precious');
    const flags = ['compress', '-1', '-o', 'out', '--stats', 'stats'];
    const refused = await runPith(flags, { directory, input: sampleText(3000) });
    expect(refused).toMatchObject({ code: 1, stderr: 'pith: out exists\nhint: add -f to overwrite it\n' });
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readFileSync(join(directory, 'out'), 'utf8')).toBe('precious');
    expect(await runPith([...flags, '-f'], { directory, input: sampleText(3000) })).toMatchObject({
      code: 0,
    });
    expect(readFileSync(join(directory, 'out'), 'utf8')).not.toBe('precious');
  });

  it('fails on a full disk, for a file and for standard output', async () => {
    const file = await runPith(['compress', '-1', '-o', '/dev/full'], { input: sampleText(3000) });
    expect(file).toMatchObject({
      code: 1,
      stderr: 'pith: cannot write /dev/full: no space left on device\n',
    });
    const pipe = await runShell('pith compress -1 --quiet > /dev/full; echo $?', { input: sampleText(3000) });
    expect(pipe).toMatchObject({
      stdout: '1\n',
      stderr: 'pith: cannot write standard output: no space left on device\n',
    });
  });

  it('leaves nothing behind when a file grows too large half-way', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in.txt'), sampleText(900_000));
    const script = 'ulimit -f 64; pith compress -1 -r 2 in.txt -o out.txt; echo $?';
    const { stdout, stderr } = await runShell(script, { directory });
    expect([stdout, stderr]).toEqual(['1\n', expect.stringContaining('file too large')]);
    expect(readdirSync(directory)).toEqual(['in.txt']);
  });
});

describe('a reader that goes away', () => {
  it('ends pith quietly with 0, and without its other files', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in.txt'), sampleText(900_000));
    const script = `pith compress -1 -r 2 in.txt --stats stats | head -c 10 > head; echo "\${PIPESTATUS[0]}"`;
    expect(await runShell(script, { directory })).toMatchObject({ stdout: '0\n', stderr: '' });
    expect(readFileSync(join(directory, 'head'), 'utf8')).toHaveLength(10);
    expect(readdirSync(directory).sort()).toEqual(['head', 'in.txt']);
  });
});
