import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { skipsLlama } from '../models/engines/llama/node-llama-cpp.ts';
import { llama4Template, writeTinyScout } from '../models/engines/llama/tiny-scout.ts';
import { standInHub } from '../models/hub/stand-in-hub.ts';
import { programWithout } from './program-without.ts';
import { runPith, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

const llama = ['infer', '--engine', 'llama', '-T', '1'];

/** A folder with a model, which says the same nonsense each time. */
function modelFolder(): string {
  const folder = temporaryFolder();
  writeTinyScout(join(folder, 'tiny.gguf'), { chatTemplate: llama4Template });
  return folder;
}

describe.skipIf(skipsLlama)('pith infer --engine llama (scripts/test-parts/node-llama-cpp.sh)', () => {
  it('answers at the end of a pipe, the same each time, with what it cost', async () => {
    const script = `set -o pipefail
      pith compress -1 -q 'Who keeps the key?' -t 200 --format jsonl --quiet |
        pith infer --engine llama --model tiny.gguf --max-tokens 20 -T 1`;
    const options = { directory: modelFolder(), input: sampleText(20_000) };
    const first = await runShell(script, options);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^.+\n$/s) });
    expect(first.stderr).toMatch(
      /^(?:pith: .* stands at .*\n|pith: the text has no words of this answer in a row\n)*pith: llama:tiny\.gguf read 1 window · [\d,]+ tokens in, \d+ out in [\d.]+ s\n$/,
    );
    expect((await runShell(script, options)).stdout).toBe(first.stdout);
  });

  it('reads in windows what is over --context-limit', async () => {
    const flags = [
      '--model',
      'tiny.gguf',
      '--context-limit',
      '1600',
      '--max-tokens',
      '16',
      '--kv-type',
      'q8_0',
    ];
    const { code, stderr } = await runPith([...llama, ...flags, '-q', 'Who?'], {
      directory: modelFolder(),
      input: sampleText(3000),
    });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/read \d+ windows/)]);
  });

  it('gives several answers in the form of a JSON schema, and keeps what it read', async () => {
    const directory = modelFolder();
    const schema = { type: 'object', properties: { sure: { type: 'boolean' } } };
    writeFileSync(join(directory, 'form.json'), JSON.stringify(schema));
    const flags = [
      '--model',
      'tiny.gguf',
      '--grammar',
      'form.json',
      '--state-folder',
      'states',
      '--format',
      'json',
    ];
    const words = [...llama, ...flags, '-q', 'Is it?', '-q', 'Was it?'];
    const { code, stdout } = await runPith(words, { directory, input: 'Ada keeps it.' });
    expect(code).toBe(0);
    const results = JSON.parse(stdout) as { answers: { text: string }[] }[];
    for (const { answers } of results)
      expect(JSON.parse(answers[0]?.text ?? '')).toEqual({ sure: expect.any(Boolean) });
    expect(readdirSync(join(directory, 'states'))).toHaveLength(1);
    const again = await runPith(words, { directory, input: 'Ada keeps it.' });
    const answersIn = (text: string) =>
      (JSON.parse(text) as { answers: object }[]).map(({ answers }) => answers);
    expect(answersIn(again.stdout)).toEqual(answersIn(stdout));
  });

  it('gives an answer in the form of a regular expression', async () => {
    const directory = modelFolder();
    writeFileSync(join(directory, 'form.regex'), '(Ada|Ben) (\\d{2}|-)\n');
    const words = [...llama, '--model', 'tiny.gguf', '--grammar', 'form.regex', '-q', 'Who?'];
    const { code, stdout } = await runPith(words, { directory, input: 'Ada keeps it.' });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^(Ada|Ben) (\d\d|-)\n$/)]);
  });

  it('says why a grammar or a model cannot be used', async () => {
    const directory = modelFolder();
    writeFileSync(join(directory, 'form.gbnf'), 'root := ?');
    writeFileSync(join(directory, 'form.json'), '{');
    writeFileSync(join(directory, 'text.gguf'), 'no model');
    const run = (...flags: string[]) =>
      runPith([...llama, '-q', 'Who?', ...flags], { directory, input: 'Ada.' });
    expect(await run('--model', 'tiny.gguf', '--grammar', 'form.gbnf')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('pith: the grammar cannot be used: '),
    });
    expect(await run('--model', 'tiny.gguf', '--grammar', 'form.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('pith: form.json is not JSON\n'),
    });
    expect(await run('--model', 'text.gguf')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^pith: text\.gguf cannot be loaded: .*\nhint: .*GGUF/),
    });
  });

  it('ends soon when it is interrupted while it reads', async () => {
    const directory = modelFolder();
    mkdirSync(join(directory, 'out'));
    const { code } = await runPith([...llama, '--model', 'tiny.gguf', '-q', 'Who?', '-o', 'out/answer'], {
      directory,
      input: sampleText(100_000),
      started: (child) => void setTimeout(() => child.kill('SIGINT'), 4000),
    });
    expect(code).toBe(130);
    expect(readdirSync(join(directory, 'out'))).toEqual([]);
  }, 60_000);
});

describe('pith infer --engine llama', () => {
  it('says how to install node-llama-cpp', async () => {
    const program = programWithout('node-llama-cpp');
    const { stdout } = await runShell(
      `echo Ada. | '${process.execPath}' '${program}' infer -q 'Who?' --engine llama --model tiny.gguf 2>&1; echo "code $?"`,
      { directory: modelFolder() },
    );
    expect(stdout).toMatch(
      /^pith: --engine llama needs node-llama-cpp, which is not installed\nhint: .*npm install .*node-llama-cpp@.*\ncode 1\n$/,
    );
  });

  it('needs a model', async () => {
    const { code, stderr } = await runPith([...llama, '-q', 'Who?'], { input: 'Ada.' });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^pith: --engine llama needs a model\nhint: .*GGUF/),
    ]);
  });

  it('is drawn without a model', async () => {
    const flags = ['--engine', 'llama', '--model', 'models/absent.gguf', '--context-limit', '8000'];
    const { code, stdout } = await runPith(['graph', 'infer', '-q', 'Who?', ...flags]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('engine llama:absent.gguf')]);
    expect(stdout).toContain('contextLimit 8000');
  });
});

describe('pith models pull', () => {
  it('fetches a GGUF file', async () => {
    const hub = await standInHub({ 'tiny.gguf': Buffer.from('GGUF') });
    const environment = { HF_ENDPOINT: hub.endpoint, HF_HOME: temporaryFolder() };
    const { code, stdout } = await runPith(['models', 'pull', 'hf:test/tiny/tiny.gguf', '--json'], {
      environment,
    });
    expect([code, JSON.parse(stdout)]).toEqual([0, [expect.objectContaining({ files: ['tiny.gguf'] })]]);
  });
});
