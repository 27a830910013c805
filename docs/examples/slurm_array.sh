#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One suite on many machines as a Slurm job array: every task runs one shard, a last job merges.
#
#   SUITE=my.toml OUT=my.h5 SHARDS=8 docs/examples/slurm_array.sh
#
# submits both. Settings, all from the environment:
#   IMCBENCH  the program (build/imcbench)
#   SUITE     the suite file; it must have a fixed number of chips (docs/clusters.md)
#   OUT       the merged result; the shards lie beside it, on a file system that all nodes see
#   SHARDS    number of tasks
# Adapt the #SBATCH lines to your cluster. A task that was preempted, whose node died or whose time
# ran out is queued again and goes on where it was: what it had sealed is not computed twice.
#SBATCH --job-name=imcbench
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@60
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%A-%a.log
set -euo pipefail

export IMCBENCH=${IMCBENCH:-build/imcbench} SUITE=${SUITE:-suites/quick.toml} OUT=${OUT:-quick.h5}
export SHARDS=${SHARDS:-8}

shard_file() { echo "${OUT%.h5}.$1-of-$SHARDS.h5"; }

submit() {
  local array
  array=$(sbatch --parsable --array="1-$SHARDS" "$0" shard)
  sbatch --dependency="afterok:$array" --kill-on-invalid-dep=yes "$0" merge
}

# Slurm announces the end of the time with SIGTERM; the program then ends with exit code 3.
shard() {
  local i=$SLURM_ARRAY_TASK_ID status=0
  "$IMCBENCH" run "$SUITE" --out "$(shard_file "$i")" --shard "$i/$SHARDS" --resume \
    --threads "${SLURM_CPUS_PER_TASK:-1}" &
  trap "kill -TERM $! || true" TERM
  wait $! || status=$?
  if ((status > 128)); then  # `wait` itself was ended by the signal, not the program
    status=0
    wait $! || status=$?
  fi
  if ((status == 3)); then
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_$i"
  fi
  return "$status"
}

merge() {
  local i parts=()
  for ((i = 1; i <= SHARDS; i++)); do
    parts+=("$(shard_file "$i")")
  done
  "$IMCBENCH" merge "${parts[@]}" --out "$OUT"
}

"${1:-submit}"
