#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One suite on many machines as one MPI job; also for suites that decide from their trials what to
# run next.
#
#   SUITE=my.toml OUT=my.h5 sbatch --nodes=4 --ntasks=8 docs/examples/slurm_mpi.sh
#
# IMCBENCH, SUITE and OUT are as in slurm_array.sh; LAUNCH is how ranks are started. One rank per
# GPU, or per NUMA domain without GPUs; ranks take the machine's GPUs in turn. When a rank dies the
# job ends; submitted again, on as many ranks as you like, it goes on where it was.
#SBATCH --job-name=imcbench-mpi
#SBATCH --ntasks=2
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%j.log
set -euo pipefail

# mpirun asks Slurm which machines there are. `srun --mpi=pmix` does as well where Slurm and MPI
# have the same PMIx (`srun --mpi=list`); a plain srun starts programs that do not know each other,
# and all but one of them refuse to run.
LAUNCH=${LAUNCH:-mpirun --bind-to none -n ${SLURM_NTASKS:-2}}
IMCBENCH=${IMCBENCH:-build/imcbench} SUITE=${SUITE:-suites/quick.toml} OUT=${OUT:-quick.h5}

$LAUNCH "$IMCBENCH" run "$SUITE" --out "$OUT" --threads "${SLURM_CPUS_PER_TASK:-1}" --resume
