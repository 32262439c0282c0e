import { describe, expect, it } from 'vitest';
import { runPith, runShell } from './run-pith.ts';

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
    [['--model', 'gpt-2'], 'known: scout'],
    [['--weights', 'fp7'], 'fp8'],
    [['--gpus', 'L4', '--emit', 'vllm'], 'only for what fits'],
    [['scout'], 'too many arguments'],
  ])('%j is an error that says what to write', async (words, said) => {
    const { code, stdout, stderr } = await runPith(['plan', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });
});
