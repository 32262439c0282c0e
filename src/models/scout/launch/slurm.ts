import type { Deployment } from '../deployment.ts';
import { type LaunchCommand, shellCommand } from './command.ts';

/** A batch script for Slurm; over several machines, Ray joins them first. */
export function slurmScript({ cluster, engine }: Deployment, command: LaunchCommand): string {
  const nodes = cluster.gpus / cluster.perNode;
  const head = [
    '#!/bin/bash',
    '#SBATCH --job-name=pith-infer',
    `#SBATCH --nodes=${nodes}`,
    '#SBATCH --ntasks-per-node=1',
    `#SBATCH --gpus-per-node=${cluster.perNode}`,
    '#SBATCH --exclusive',
    '#SBATCH --time=04:00:00',
    'set -euo pipefail',
    '',
  ];
  if (nodes === 1) return [...head, shellCommand(command), ''].join('\n');
  if (engine.name === 'sglang') return [...head, ...sglangNodes(nodes, command), ''].join('\n');
  return [...head, ...rayNodes(cluster.perNode, nodes, command), ''].join('\n');
}

function rayNodes(gpus: number, nodes: number, command: LaunchCommand): string[] {
  return [
    'first=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)',
    `srun --nodes=1 --ntasks=1 -w "$first" ray start --head --port=6379 --num-gpus=${gpus} --block &`,
    'sleep 20',
    `srun --nodes=${nodes - 1} --ntasks=${nodes - 1} --exclude="$first" ray start --address="$first:6379" --num-gpus=${gpus} --block &`,
    'sleep 20',
    `export RAY_ADDRESS="$first:6379"`,
    shellCommand(command),
  ];
}

/** SGLang joins the machines itself. */
function sglangNodes(nodes: number, command: LaunchCommand): string[] {
  const joined = { ...command, options: [...command.options, ['--nnodes', `${nodes}`] as const] };
  return [
    'first=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)',
    'export first',
    `srun bash -c '${shellCommand(joined).replaceAll("'", `'\\''`)} --node-rank "$SLURM_NODEID" --dist-init-addr "$first:5000"'`,
  ];
}
