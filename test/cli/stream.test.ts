import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { main, runPith, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

interface Streaming {
  readonly child: ChildProcessWithoutNullStreams;
  output(): string;
  readonly ended: Promise<number | null>;
}

/** Starts pith with an input that stays open. */
function streaming(words: readonly string[]): Streaming {
  const child = spawn(process.execPath, [main, 'compress', '-1', '--stream', ...words]);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, output: () => output, ended };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 500) throw new Error('waited in vain');
    await sleep(20);
  }
}

describe('pith compress --stream', () => {
  it('writes while the input comes, and what is left when it ends', async () => {
    const text = sampleText(90_000);
    const { child, output, ended } = streaming(['-r', '4']);
    child.stdin.write(text.slice(0, 45_000));
    await until(() => output().length > 0);
    const early = output();
    expect(countTokens(early)).toBeLessThanOrEqual(countTokens(text.slice(0, 45_000)) / 4);
    child.stdin.end(text.slice(45_000));
    expect(await ended).toBe(0);
    expect(output().startsWith(early)).toBe(true);
    const budget = Math.floor(countTokens(text) / 4);
    expect(countTokens(output())).toBeLessThanOrEqual(budget);
    expect(countTokens(output())).toBeGreaterThan(0.97 * budget);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends the input: what was taken in is finished and written', async (signal, code) => {
    const directory = temporaryFolder();
    const text = sampleText(50_000);
    const file = join(directory, 'short.txt');
    const { child, ended } = streaming(['-r', '4', '-o', file, '--stats', join(directory, 'stats.json')]);
    child.stdin.write(text);
    // Its temporary file holds the first part, and so all of the input has been read.
    await until(() => readdirSync(directory).some((name) => statSync(join(directory, name)).size > 0));
    await sleep(200);
    child.kill(signal);
    expect(await ended).toBe(code);
    const whole = await runPith(['compress', '-1', '--stream', '-r', '4'], { input: text });
    expect(readFileSync(file, 'utf8')).toBe(whole.stdout);
    expect(JSON.parse(readFileSync(join(directory, 'stats.json'), 'utf8'))).toMatchObject({
      inputChars: text.length,
      inputTokens: countTokens(text),
      outputTokens: countTokens(whole.stdout),
      budget: Math.floor(countTokens(text) / 4),
      level: 1,
    });
  });

  it('ends quietly when its reader has gone', async () => {
    const { child, output, ended } = streaming(['-r', '2']);
    let isOpen = true;
    child.on('close', () => {
      isOpen = false;
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const text = sampleText(50_000);
    child.stdin.write(text);
    await until(() => output().length > 0);
    child.stdout.destroy();
    // Whoever writes finds out only at the next write.
    for (let tries = 0; isOpen && tries < 200; tries += 1) {
      child.stdin.write(text);
      await sleep(20);
    }
    expect(await ended).toBe(0);
    expect(errors).toBe('');
  });

  it('writes lines that infer cites the whole stream from', async () => {
    const text = `${sampleText(40_000)}\nThe code of the Marlow strongroom is 7714-KESTREL-09.\n${sampleText(20_000, 9)}`;
    const question = 'What is the code of the Marlow strongroom?';
    const flags = ['compress', '-1', '--stream', '-r', '4', '-q', question, '--format', 'jsonl'];
    const { stdout } = await runPith(flags, { input: text });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(lines.length).toBeGreaterThan(2);
    for (const { text: own, spans, question: asked } of lines) {
      expect(own).toBe(spans.map(([start, end]) => text.slice(start, end)).join(''));
      expect(asked).toBe(question);
    }
    const { stdout: answer } = await runPith(['infer'], { input: stdout });
    const place = text.indexOf('7714-KESTREL-09');
    expect(answer).toContain(`standard input:${place}-${place + '7714-KESTREL-09'.length}`);
  });

  it('reads a file as it reads a pipe', async () => {
    const directory = temporaryFolder();
    const input = sampleText(30_000);
    writeFileSync(join(directory, 'in.txt'), input);
    const flags = ['compress', '-1', '--stream', '-r', '3', '--quiet'];
    const piped = await runPith(flags, { input });
    expect(await runPith([...flags, 'in.txt'], { directory })).toEqual(piped);
    expect(piped).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [['-t', '300'], '--target-tokens does not go with --stream'],
    [['--fit', '3000'], '--fit does not go with --stream'],
    [['--protect', 'x'], '--protect does not go with --stream'],
    [['-n'], '--dry-run does not go with --stream'],
    [['--records'], '--records does not go with --stream'],
    [['a', 'b'], '--stream takes one input'],
  ])('refuses %j', async (words, message) => {
    const { code, stderr, stdout } = await runPith(['compress', '--stream', ...words], { input: 'A text.' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('refuses a JSON document, and says what can be streamed', async () => {
    const { code, stderr } = await runPith(['compress', '--stream', '-1'], {
      input: '{"a":[1,2,3],"b":{"c":"d"}}\n',
    });
    expect(code).toBe(2);
    expect(stderr).toContain('lines of JSON can be streamed');
  });
});

describe('pith compress --fit and --per-document', () => {
  it('leaves room for the question, the template and the answer', async () => {
    const directory = temporaryFolder();
    const template = 'Read this:\n\n{context}\n\nNow answer: {question}\n';
    writeFileSync(join(directory, 'prompt.txt'), template);
    const input = sampleText(30_000);
    const flags = [
      'compress',
      '-1',
      '--fit',
      '2000',
      '--reserve',
      '300',
      '--template',
      'prompt.txt',
      '-q',
      'Who came?',
    ];
    const { code, stdout } = await runPith(flags, { input, directory });
    expect(code).toBe(0);
    const prompt = template.replace('{context}', () => stdout).replace('{question}', 'Who came?');
    expect(countTokens(prompt)).toBeLessThanOrEqual(1700);
    expect(countTokens(prompt)).toBeGreaterThan(0.98 * 1700);
  });

  it.each([
    [['--template', 'x'], 2, '--template goes with --fit'],
    [['--fit', '500', '--template', 'missing.txt'], 1, 'cannot read missing.txt'],
    [['--fit', '500'], 1, 'nothing is left'],
    [['--fit', '500', '-t', '20'], 2, 'exclude each other'],
  ])('%j is told what is wrong', async (words, code, message) => {
    const result = await runPith(['compress', '-1', ...words], {
      input: 'A text.',
      directory: temporaryFolder(),
    });
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  it('gives every document the same tokens', async () => {
    const directory = temporaryFolder();
    for (const seed of [1, 2, 3]) writeFileSync(join(directory, `${seed}.txt`), sampleText(9000, seed));
    const { stdout } = await runShell('pith compress -1 [1-3].txt -t 150 --per-document --format jsonl', {
      directory,
    });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(lines).toHaveLength(3);
    for (const { text } of lines) {
      expect(countTokens(text)).toBeLessThanOrEqual(150);
      expect(countTokens(text)).toBeGreaterThanOrEqual(148);
    }
  });
});

interface Line {
  readonly text: string;
  readonly question?: string;
  readonly spans: readonly (readonly [number, number])[];
}
