import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPith, runShell, temporaryFolder } from './run-pith.ts';

describe('pith plan', () => {
  it('says in a table and in words whether a context fits', async () => {
    const { code, stdout, stderr } = await runPith(['plan', '--tokens', '1M', '--gpus', '4xH100']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^engine +weights +kv .*\nvllm +bf16 +f16 +4 x 1 /);
    expect(stdout).toMatch(/^vllm +bf16 +f16 .* just +1,0/m);
    expect(stdout).toMatch(/1,000,000 tokens of context for Llama 4 Scout fit on 4xH100/);
    expect(stdout.split('\n').filter((line) => line.startsWith('vllm ')).length).toBe(2);
    const all = await runPith(['plan', '--tokens', '1M', '--gpus', '4xH100', '-v']);
    expect(all.stdout.split('\n').filter((line) => line.startsWith('vllm ')).length).toBe(8);
  });

  it('says it to programs, and fails where nothing fits', async () => {
    const { code, stdout } = await runPith(['plan', '--tokens', '10M', '--gpus', 'H100', '--json']);
    expect(code).toBe(1);
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({ fits: false, ratio: 3.9, fewestGpus: 6 });
    expect(plan.plans[0]).toMatchObject({ engine: 'llama.cpp', memory: { fits: false } });
  });

  it('looks only at what was asked for', async () => {
    const { stdout } = await runPith(
      'plan --tokens 256K --gpus H100 --engines llama.cpp --weights q4_0,q8_0 --kv f16 -v'.split(' '),
    );
    const rows = stdout.split('\n').filter((line) => /^(?:vllm|sglang|llama\.cpp) /.test(line));
    expect(rows.map((line) => line.split(/ +/).slice(0, 3))).toEqual([
      ['llama.cpp', 'q4_0', 'f16'],
      ['llama.cpp', 'q8_0', 'f16'],
    ]);
  });

  it('prints a command that a shell runs', async () => {
    const { code, stdout } = await runShell(
      `vllm() { echo "$3 $4"; }; eval "$(pith plan --tokens 500K --gpus 8xH100 --emit vllm)"`,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '--tensor-parallel-size 8\n' });
  });

  it.each([
    [['--tokens', '1G'], 'such as 8192, 128K or 1M'],
    [['--tokens', '0'], 'such as 8192, 128K or 1M'],
    [['--gpus', '4xTPU'], 'Known: H100'],
    [['--model', 'gpt-2'], 'no model that can be read'],
    [['--weights', 'fp7'], 'fp8'],
    [['--gpus', 'L4', '--emit', 'vllm'], 'only for what fits'],
    [['scout'], 'too many arguments'],
  ])('%j is an error that says what to write', async (words, said) => {
    const { code, stdout, stderr } = await runPith(['plan', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });
});

describe('pith plan --model', () => {
  const config = {
    model_type: 'llama',
    hidden_size: 2048,
    num_hidden_layers: 16,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    head_dim: 64,
    intermediate_size: 8192,
    vocab_size: 128256,
    max_position_embeddings: 131072,
    tie_word_embeddings: true,
  };

  it('reads a configuration', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
    const { code, stdout } = await runPith(
      ['plan', '--model', 'config.json', '--tokens', '100K', '--gpus', 'L4', '--json'],
      { directory },
    );
    expect(code).toBe(0);
    const [plan] = JSON.parse(stdout).plans;
    // 1.24 B parameters of 16 bits; keys and values of 16 layers, 8 heads of 64.
    expect(plan.memory.weights / 2 ** 30).toBeCloseTo(2.3, 1);
    expect(plan.memory.cache).toBe(16 * 100_000 * 8 * 64 * 2 * 2);
  });

  it('says what is wrong with one', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'config.json'), '{"model_type": "llama"}');
    const { code, stderr } = await runPith(['plan', '--model', 'config.json'], { directory });
    expect(code).toBe(1);
    expect(stderr).toContain('config.json');
    expect(stderr).toContain('hidden_size');
  });
});

describe('pith compress --fit', () => {
  const text = 'The mill stands by the river. It was built by Ada. '.repeat(4000);

  it('takes what fits on GPUs as the context', async () => {
    const fitting = await runPith(['compress', '-1', '--fit', '3xRTX4090', '--stats', 'a.json'], {
      input: text,
      directory: temporaryFolder(),
    });
    expect(fitting).toMatchObject({ code: 0, stdout: text });
    const tokens = await runPith(['compress', '-1', '--fit', '8K'], { input: text });
    expect(tokens).toMatchObject({ code: 0 });
    expect(tokens.stdout.length).toBeLessThan(40_000);
  });

  it.each([
    ['4xTPU', "takes tokens or GPUs, but no GPUs are known as '4xTPU'"],
    ['L4', 'takes tokens or GPUs, but Llama 4 Scout does not fit on 1xL4'],
    ['1.5', "not '1.5'"],
    ['0', "not '0'"],
  ])('refuses %s', async (given, said) => {
    const { code, stderr } = await runPith(['compress', '-1', '--fit', given], { input: text });
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
