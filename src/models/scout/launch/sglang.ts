import type { Deployment } from '../deployment.ts';
import { checkpointOf } from './checkpoint.ts';
import type { LaunchCommand } from './command.ts';

/** How SGLang serves a deployment. */
export function sglangCommand({ model, quantisation, kvType, split, context }: Deployment): LaunchCommand {
  const isLocal = model.layers.some(
    ({ attention }) => attention.type === 'chunked' || attention.type === 'sliding',
  );
  return {
    environment: {},
    program: ['python3', '-m', 'sglang.launch_server'],
    options: [
      ['--model-path', checkpointOf(model, quantisation)],
      ['--tp-size', `${split.tensor}`],
      ...(split.pipeline > 1 ? [['--pp-size', `${split.pipeline}`] as const] : []),
      // Always said: without it one buffer alone asks 80 GiB.
      ['--context-length', `${context}`],
      ...(kvType === 'fp8' ? [['--kv-cache-dtype', 'fp8_e5m2'] as const] : []),
      // The share of local layers' cache in that of the others: little is enough for one long context.
      ...(isLocal ? [['--swa-full-tokens-ratio', localShare(context)] as const] : []),
      ['--port', '8000'],
    ],
  };
}

/** What local layers hold of a context, twice, as a share. */
function localShare(context: number): string {
  return Math.min(1, Math.max(0.02, (2 * 16_384) / context)).toFixed(2);
}
