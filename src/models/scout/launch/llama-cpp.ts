import { type Deployment, microBatch } from '../deployment.ts';
import type { LaunchCommand } from './command.ts';

/** How llama.cpp's server serves a deployment. It keeps local layers' cache small unless told otherwise. */
export function llamaCppCommand(deployment: Deployment): LaunchCommand {
  const { model, quantisation, kvType, split, context } = deployment;
  const usual = `${model.name.replaceAll(/[^\w.]+/g, '-')}-${quantisation.name.toUpperCase()}.gguf`;
  const file = model.checkpoints?.[quantisation.name] ?? usual;
  const batch = `${microBatch(deployment)}`;
  return {
    environment: {},
    program: ['llama-server'],
    options: [
      ['--model', file],
      ['--ctx-size', `${context}`],
      ['--parallel', '1'],
      ['--n-gpu-layers', '999'],
      // A must at length: without it one layer's scores over 1M tokens take 82 GB.
      ['--flash-attn', 'on'],
      ['--cache-type-k', kvType],
      ['--cache-type-v', kvType],
      ['--batch-size', batch],
      ['--ubatch-size', batch],
      ...(split.pipeline > 1 ? [['--split-mode', 'layer'] as const] : []),
      ['--host', '127.0.0.1'],
      ['--port', '8000'],
    ],
  };
}
