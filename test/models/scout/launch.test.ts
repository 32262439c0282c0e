import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseCluster } from '../../../src/models/scout/devices.ts';
import type { EngineName } from '../../../src/models/scout/engines.ts';
import type { ModelGeometry } from '../../../src/models/scout/geometry.ts';
import { type LaunchTarget, launchOf } from '../../../src/models/scout/launch/launch.ts';
import { plansFor } from '../../../src/models/scout/plan.ts';
import { modelPresets } from '../../../src/models/scout/presets.ts';

function launched(
  engine: EngineName,
  gpus: string,
  target: LaunchTarget,
  { model = 'scout', kv }: { model?: string; kv?: 'f16' | 'fp8' } = {},
): string {
  const [plan] = plansFor({
    model: modelPresets.get(model) as ModelGeometry,
    context: 1_000_000,
    cluster: parseCluster(gpus),
    engines: [engine],
    ...(kv === undefined ? {} : { kvTypes: [kv] }),
  });
  if (plan === undefined) throw new Error('no plan');
  return launchOf(plan.deployment, target);
}

/** The arguments that a shell gives to a program, and the variables it sees. */
function shellArguments(script: string, program: string): string[] {
  const show = `${program}() { printf '%s\\n' "$@"; env | grep ^VLLM || true; }\n`;
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', `${show}${script}`], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return run.stdout.trimEnd().split('\n');
}

describe('what launches a plan', () => {
  it('is a command of vLLM that keeps the cache small and the context long', () => {
    const given = shellArguments(launched('vllm', '8xH200', 'vllm', { kv: 'fp8' }), 'vllm');
    expect(given).toEqual([
      'serve',
      'meta-llama/Llama-4-Scout-17B-16E-Instruct',
      '--tensor-parallel-size',
      '8',
      '--max-model-len',
      '1000000',
      '--max-num-seqs',
      '4',
      '--kv-cache-dtype',
      'fp8',
      '--gpu-memory-utilization',
      '0.9',
      '--enable-prefix-caching',
      '--override-generation-config',
      '{"attn_temperature_tuning": true}',
      'VLLM_ALLOW_CHUNKED_LOCAL_ATTN_WITH_HYBRID_KV_CACHE=1',
    ]);
  });

  it('leaves out what only chunked layers need', () => {
    const given = shellArguments(launched('vllm', '8xH200', 'vllm', { model: 'qwen3-next-80b' }), 'vllm');
    expect(given.join(' ')).not.toMatch(/attn_temperature|VLLM_/);
  });

  it('always says the context of SGLang, and shrinks the cache of local layers', () => {
    const given = shellArguments(launched('sglang', '8xH200', 'sglang'), 'python3').join(' ');
    expect(given).toMatch(/--context-length 1000000/);
    expect(given).toMatch(/--swa-full-tokens-ratio 0\.03/);
  });

  it('switches flash attention of llama.cpp on', () => {
    const given = shellArguments(launched('llama.cpp', '1xH200', 'llama.cpp'), 'llama-server').join(' ');
    expect(given).toMatch(/--ctx-size 1000000 .*--flash-attn on/);
    expect(given).not.toMatch(/swa-full/);
  });

  it.each<[EngineName, string]>([
    ['vllm', '8xH200'],
    ['vllm', '2x8xH200'],
    ['sglang', '2x8xH200'],
    ['llama.cpp', '2xH200'],
  ])('is a script for Slurm that bash can read: %s on %s', (engine, gpus) => {
    const script = launched(engine, gpus, 'slurm');
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(script).toMatch(/^#!\/bin\/bash\n#SBATCH/);
    if (engine === 'vllm' && gpus.startsWith('2x8')) {
      expect(script).toMatch(/ray start --head/);
      expect(script).toMatch(/--pipeline-parallel-size 2/);
    }
  });

  it('is a manifest for Kubernetes: a deployment and a service', () => {
    const documents = parseAllDocuments(launched('vllm', '8xH200', 'k8s'));
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    const [deployment, service] = documents.map((one) => one.toJS());
    const [container] = deployment.spec.template.spec.containers;
    expect(container.command).toEqual(['vllm']);
    expect(container.args).toContain('{"attn_temperature_tuning": true}');
    expect(container.args.every((one: unknown) => typeof one === 'string')).toBe(true);
    expect(container.resources.limits).toEqual({ 'nvidia.com/gpu': 8 });
    expect(service.spec.selector).toEqual(deployment.spec.template.metadata.labels);
  });

  it('is refused where there is nothing to launch, or no operator to do it', () => {
    expect(() => launched('transformers', '8xH200', 'slurm')).toThrow(/library, not a server/);
    expect(() => launched('vllm', '2x8xH200', 'k8s')).toThrow(/one machine only/);
  });
});
