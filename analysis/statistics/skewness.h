// SPDX-License-Identifier: Apache-2.0
// Skewness of a sample, g1 = m3 / m2^(3/2) with the central moments of divisor n: 0 for a symmetric
// law, strongly negative when a few chips are far worse than the others.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace imcbench {

// values: shape [n]. NaN when they do not differ.
inline double skewness(std::span<const double> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (low == high || *low == *high) return std::numeric_limits<double>::quiet_NaN();
  const double n = static_cast<double>(values.size());
  double mean = 0, m2 = 0, m3 = 0;
  for (const double x : values) mean += x / n;
  for (const double x : values) {
    m2 += (x - mean) * (x - mean) / n;
    m3 += (x - mean) * (x - mean) * (x - mean) / n;
  }
  return m3 / std::pow(m2, 1.5);
}

}  // namespace imcbench
