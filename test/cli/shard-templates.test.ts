import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readText, repository } from '../docs/markdown.ts';
import { runShell, temporaryFolder } from './run-pith.ts';

/** A folder with a corpus, and a `pith` that says how it was called. */
function place(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'pith'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
  return folder;
}

describe('the templates in examples/', () => {
  it('of Slurm gives each task of an array its part', async () => {
    const folder = place();
    const environment = {
      PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
      SLURM_ARRAY_JOB_ID: '7',
      SLURM_ARRAY_TASK_COUNT: '3',
      SLURM_ARRAY_TASK_MIN: '0',
      SLURM_ARRAY_TASK_ID: '2',
      SLURM_CPUS_PER_TASK: '4',
    };
    const script = join(repository, 'examples/slurm-array.sh');
    const { stdout, code } = await runShell(`unset -f pith; bash '${script}' 'my corpus' out -r 4`, {
      environment,
    });
    expect(code).toBe(0);
    const words = stdout.trimEnd().split('\n');
    expect(words.slice(0, 6)).toEqual(['batch', 'my corpus', '-o', 'out', '-r', '4']);
    expect(words[words.indexOf('--shard') + 1]).toBe('3/3');
    expect(words[words.indexOf('--threads') + 1]).toBe('4');
  });

  it('of Kubernetes gives each pod of an Indexed Job its part, and the parts are the corpus', async () => {
    const job = parse(readText('examples/kubernetes-job.yaml')) as {
      readonly spec: {
        readonly completions: number;
        readonly completionMode: string;
        readonly template: { readonly spec: { readonly containers: readonly Container[] } };
      };
    };
    interface Container {
      readonly command: readonly string[];
      readonly env: readonly { readonly name: string; readonly value: string }[];
    }
    const { completions, completionMode, template } = job.spec;
    const [container] = template.spec.containers;
    expect(completionMode).toBe('Indexed');
    expect(container?.env).toEqual([{ name: 'PITH_SHARDS', value: `${completions}` }]);
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'corpus'));
    for (let file = 0; file < 4; file += 1)
      writeFileSync(join(folder, 'corpus', `${file}.txt`), `It is ${file}.`);
    const command = (container?.command.at(-1) ?? '')
      .replaceAll('/data', folder)
      .replaceAll('/scratch', folder);
    for (const [index, shards] of [0, 1].map((one) => [one, 2] as const)) {
      const environment = { JOB_COMPLETION_INDEX: `${index}`, PITH_SHARDS: `${shards}` };
      const { code, stderr } = await runShell(command.replace('exec pith', 'pith').replace('-r 4', '-1'), {
        environment,
      });
      expect(stderr).toMatch(/done|nothing/);
      expect(code).toBe(0);
    }
    expect(readdirSync(join(folder, 'out')).filter((name) => name !== '.pith')).toHaveLength(4);
  });
});
