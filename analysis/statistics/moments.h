// SPDX-License-Identifier: Apache-2.0
// Mean and standard deviation of integers from exact sums, rounded once at the end: the order of
// the values does not matter, and nothing cancels.
#pragma once

#include <cstdint>
#include <span>

namespace imcbench {

struct Moments {
  double mean;  // NaN for no value
  double std;   // sample standard deviation, divisor n - 1; NaN for fewer than two values
};

// values: shape [n], each of at most 32 bits in size (a sign apart), n < 2^32.
Moments integer_moments(std::span<const std::uint32_t> values);
Moments integer_moments(std::span<const std::int64_t> values);

}  // namespace imcbench
