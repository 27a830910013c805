// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/weighted_counts.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// The quantile of a gamma law of this mean and variance; `tail` is the upper one.
double gamma_upper_quantile(double mean, double variance, double tail) {
  const boost::math::chi_squared_distribution<double> chi2(2.0 * mean * mean / variance);
  return variance / (2.0 * mean) * boost::math::quantile(boost::math::complement(chi2, tail));
}

}  // namespace

Interval weighted_count_interval(std::span<const double> weights, std::uint64_t draws,
                                 double level) {
  IMC_EXPECT(!weights.empty() && draws >= weights.size() && level > 0.0 && level < 1.0);
  double sum = 0.0, squares = 0.0, largest = 0.0;
  for (const double w : weights) {
    IMC_EXPECT(w > 0.0);
    sum += w;
    squares += w * w;
    largest = std::max(largest, w);
  }
  const double tail = 0.5 * (1.0 - level), n = static_cast<double>(draws);
  return {gamma_upper_quantile(sum, squares, 1.0 - tail) / n,
          gamma_upper_quantile(sum + largest, squares + largest * largest, tail) / n};
}

}  // namespace imcbench
