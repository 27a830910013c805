// SPDX-License-Identifier: Apache-2.0
// Uniform test values that are the same on every platform.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace imcbench::testing_network {

inline std::vector<double> uniform_values(std::uint64_t seed, std::size_t count, double low,
                                          double high) {
  std::mt19937_64 engine(seed);
  std::vector<double> values(count);
  for (double& v : values) v = low + (high - low) * static_cast<double>(engine() >> 11) * 0x1p-53;
  return values;
}

}  // namespace imcbench::testing_network
