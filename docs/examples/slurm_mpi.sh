#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One suite on many machines as one MPI job; also for suites that decide from their trials what to
# run next.
#
#   SUITE=my.toml OUT=my.h5 sbatch --nodes=4 --ntasks-per-node=2 docs/examples/slurm_mpi.sh
#
# IMCBENCH, SUITE and OUT are as in slurm_array.sh. One rank per GPU, or per NUMA domain without
# GPUs; ranks take the machine's GPUs in turn. When a rank dies the job ends and Slurm queues it
# again, on as many ranks as you like: --resume goes on.
#SBATCH --job-name=imcbench-mpi
#SBATCH --ntasks=2
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%j.log
set -euo pipefail

IMCBENCH=${IMCBENCH:-build/imcbench} SUITE=${SUITE:-suites/quick.toml} OUT=${OUT:-quick.h5}

# mpirun asks Slurm which machines there are. Where OpenMPI was built with Slurm's PMI,
# `srun --mpi=pmix` does the same.
mpirun --bind-to none -n "${SLURM_NTASKS:-2}" \
  "$IMCBENCH" run "$SUITE" --out "$OUT" --threads "${SLURM_CPUS_PER_TASK:-1}" --resume
