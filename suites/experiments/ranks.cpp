// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/ranks.h"

#include <cstdlib>

namespace imcbench {

namespace {

std::uint32_t number_in(const char* variable) {
  const char* text = std::getenv(variable);
  const int number = text == nullptr ? 0 : std::atoi(text);
  return number > 0 ? static_cast<std::uint32_t>(number) : 0;
}

}  // namespace

std::uint32_t processes_started_together() {
  for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    if (const std::uint32_t size = number_in(variable); size > 0) return size;
  }
  // srun --mpi=pmix: PMIx is there, and only Slurm says how many there are.
  const bool by_pmix = std::getenv("PMIX_RANK") != nullptr;
  const std::uint32_t tasks = by_pmix ? number_in("SLURM_STEP_NUM_TASKS") : 0;
  return tasks > 0 ? tasks : 1;
}

}  // namespace imcbench
