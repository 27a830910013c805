// SPDX-License-Identifier: Apache-2.0
// Fixed standard normals and their distribution function, for the simulations.
#pragma once

#include <cmath>
#include <cstdint>

#include "tests/analysis/draws.h"

namespace imcbench::testing_draws {

inline double normal(std::uint32_t replica, std::uint32_t element) {
  return normal_of(word(replica, element));
}

inline double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

}  // namespace imcbench::testing_draws
