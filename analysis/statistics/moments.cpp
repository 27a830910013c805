// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/moments.h"

#include <cmath>
#include <limits>

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

__extension__ typedef __int128 int128;

template <class Integer>
Moments moments_of(std::span<const Integer> values) {
  if (values.empty()) return {kNaN, kNaN};
  int128 sum = 0;
  int128 squares = 0;
  for (const int128 x : values) {
    sum += x;
    squares += x * x;
  }
  const auto n = static_cast<double>(values.size());
  const double mean = static_cast<double>(sum) / n;
  if (values.size() < 2) return {mean, kNaN};
  const int128 spread = static_cast<int128>(values.size()) * squares - sum * sum;
  return {mean, std::sqrt(static_cast<double>(spread) / n / (n - 1.0))};
}

}  // namespace

Moments integer_moments(std::span<const std::uint32_t> values) { return moments_of(values); }
Moments integer_moments(std::span<const std::int64_t> values) { return moments_of(values); }

}  // namespace imcbench
