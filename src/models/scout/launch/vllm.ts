import type { Deployment } from '../deployment.ts';
import { checkpointOf } from './checkpoint.ts';
import type { LaunchCommand } from './command.ts';

/** Requests at once: one long context is the point, and block tables grow with each. */
const SEQUENCES = '4';

/** How vLLM serves a deployment. */
export function vllmCommand({
  model,
  quantisation,
  kvType,
  split,
  context,
  cluster,
}: Deployment): LaunchCommand {
  const isChunked = model.layers.some(({ attention }) => attention.type === 'chunked');
  const isSeveralNodes = cluster.gpus > cluster.perNode;
  return {
    // Without it, vLLM keeps the whole context of chunked layers: four times the cache.
    environment: isChunked ? { VLLM_ALLOW_CHUNKED_LOCAL_ATTN_WITH_HYBRID_KV_CACHE: '1' } : {},
    program: ['vllm', 'serve', checkpointOf(model, quantisation)],
    options: [
      ['--tensor-parallel-size', `${split.tensor}`],
      ...(split.pipeline > 1 ? [['--pipeline-parallel-size', `${split.pipeline}`] as const] : []),
      ...(isSeveralNodes ? [['--distributed-executor-backend', 'ray'] as const] : []),
      ['--max-model-len', `${context}`],
      ['--max-num-seqs', SEQUENCES],
      ['--kv-cache-dtype', kvType === 'fp8' ? 'fp8' : 'auto'],
      ['--gpu-memory-utilization', '0.9'],
      ['--enable-prefix-caching'],
      // Scout's attention is tempered by position beyond its training length; it is off by default.
      ...(isChunked ? [['--override-generation-config', '{"attn_temperature_tuning": true}'] as const] : []),
    ],
  };
}
