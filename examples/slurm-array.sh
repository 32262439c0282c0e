#!/bin/bash
# A corpus divided among the tasks of a Slurm array. The tasks share the folder of the inputs and that of the outputs;
# a task that is lost or requeued goes on where it was.
#
#   sbatch --array=1-8 examples/slurm-array.sh corpus out -r 4
#
#SBATCH --job-name=pith
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=4
#SBATCH --requeue
set -euo pipefail

input=$1 output=$2
shift 2

# The scores of each task are kept on the disk of its own machine.
exec pith batch "$input" -o "$output" "$@" \
  --shard "$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))/$SLURM_ARRAY_TASK_COUNT" \
  --threads "${SLURM_CPUS_PER_TASK:-1}" \
  --cache "${SLURM_TMPDIR:-/tmp}/pith-$SLURM_ARRAY_JOB_ID"
