import { PithError } from '../../../pipeline/errors.ts';
import type { Deployment } from '../deployment.ts';
import type { EngineName } from '../engines.ts';
import { type LaunchCommand, shellCommand } from './command.ts';
import { kubernetesManifest } from './kubernetes.ts';
import { llamaCppCommand } from './llama-cpp.ts';
import { sglangCommand } from './sglang.ts';
import { slurmScript } from './slurm.ts';
import { vllmCommand } from './vllm.ts';

/** What a launch can be written for: an engine's own command, or a scheduler that starts it. */
export const launchTargets = ['vllm', 'sglang', 'llama.cpp', 'slurm', 'k8s'] as const;
export type LaunchTarget = (typeof launchTargets)[number];

const commands: Readonly<Partial<Record<EngineName, (deployment: Deployment) => LaunchCommand>>> = {
  vllm: vllmCommand,
  sglang: sglangCommand,
  'llama.cpp': llamaCppCommand,
};

/**
 * What starts a deployment: a shell command, a Slurm script or a Kubernetes manifest.
 *
 * @throws {PithError} `usage` for an engine that serves nothing, and for a manifest over several machines.
 */
export function launchOf(deployment: Deployment, target: LaunchTarget): string {
  const { engine, cluster } = deployment;
  const commandOf = commands[engine.name];
  if (commandOf === undefined) {
    throw new PithError('usage', `${engine.name} is a library, not a server: there is nothing to launch`, {
      hint: 'Take vllm, sglang or llama.cpp.',
    });
  }
  const command = commandOf(deployment);
  if (target === 'slurm') return slurmScript(deployment, command);
  if (target !== 'k8s') return `${shellCommand(command)}\n`;
  if (cluster.gpus > cluster.perNode) {
    throw new PithError('usage', 'a manifest is written for one machine only', {
      hint: 'Several machines need an operator of their own, such as LeaderWorkerSet: start from --emit vllm.',
    });
  }
  return kubernetesManifest(deployment, command);
}
