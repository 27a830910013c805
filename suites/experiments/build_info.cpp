// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/build_info.h"

#include <fmt/format.h>

#include "suites/experiments/ranks.h"
#include "version.h"

namespace imcbench {

std::string program_version() { return IMCBENCH_VERSION; }
std::string program_git_sha() { return IMCBENCH_GIT_SHA; }

std::string build_description() {
#if defined(__clang__)
  const std::string compiler = fmt::format("clang {}", __clang_version__);
#else
  const std::string compiler = fmt::format("gcc {}", __VERSION__);
#endif
  return fmt::format("{}, {}, CUDA {}, MPI {}", compiler, IMCBENCH_BUILD_TYPE,
                     IMCBENCH_CUDA_VERSION, mpi_description());
}

}  // namespace imcbench
