// SPDX-License-Identifier: Apache-2.0
// Built without MPI.
#include "kernels/core/check.h"
#include "suites/experiments/ranks_single.h"

namespace imcbench {

std::unique_ptr<Ranks> make_ranks() {
  if (const std::uint32_t count = processes_started_together(); count > 1) {
    input_error(
        "started as one of {} processes, but this program was built without MPI; use "
        "--shard i/n and `imcbench merge`, or build where MPI is found",
        count);
  }
  return std::make_unique<SingleRank>();
}

std::string mpi_description() { return "none"; }

}  // namespace imcbench
