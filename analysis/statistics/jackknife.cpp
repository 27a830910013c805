// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/jackknife.h"

#include <cmath>
#include <cstddef>
#include <limits>

namespace imcbench {

Estimate jackknife_interval(double value, std::span<const double> left_out, double level) {
  const std::size_t rows = left_out.size();
  const auto n = static_cast<double>(rows);
  double mean = 0.0, squares = 0.0;
  for (const double v : left_out) mean += v / n;
  for (const double v : left_out) squares += (v - mean) * (v - mean);
  // The standard deviation of a row's share in the statistic, (N - 1) that of the left-out values.
  const double std = rows < 2 ? std::numeric_limits<double>::quiet_NaN()
                              : (n - 1.0) * std::sqrt(squares / (n - 1.0));
  const Interval i = mean_interval(value, std, rows, level);
  return {value, i.low, i.high};
}

}  // namespace imcbench
