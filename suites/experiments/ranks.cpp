// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/ranks.h"

#include <cstdlib>

namespace imcbench {

std::uint32_t processes_started_together() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    const char* size = std::getenv(name);
    if (size != nullptr && std::atoi(size) > 1) return static_cast<std::uint32_t>(std::atoi(size));
  }
  return 1;
}

}  // namespace imcbench
