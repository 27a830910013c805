// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/intervals.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double tail_of(double level) {
  IMC_EXPECT(level > 0.0 && level < 1.0);
  return 0.5 * (1.0 - level);
}

double mean_of(std::span<const double> values) {
  if (values.empty()) return kNaN;
  double sum = 0.0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

// Two passes: the deviations are small against the values.
double std_of(std::span<const double> values, double mean) {
  if (values.size() < 2) return kNaN;
  double squares = 0.0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace

Interval mean_interval(double mean, double std, std::uint64_t n, double level) {
  const double tail = tail_of(level);
  if (n < 2) return {kNaN, kNaN};
  const boost::math::students_t_distribution<double> t(static_cast<double>(n - 1));
  const double t_tail = boost::math::quantile(boost::math::complement(t, tail));
  const double half = t_tail * std / std::sqrt(static_cast<double>(n));
  return {mean - half, mean + half};
}

Interval std_interval(double std, std::uint64_t n, double level) {
  const double tail = tail_of(level);
  if (n < 2) return {kNaN, kNaN};
  const auto freedom = static_cast<double>(n - 1);
  const boost::math::chi_squared_distribution<double> chi2(freedom);
  const double upper = boost::math::quantile(boost::math::complement(chi2, tail));
  const double lower = boost::math::quantile(chi2, tail);
  return {std * std::sqrt(freedom / upper), std * std::sqrt(freedom / lower)};
}

Estimate mean_with_interval(std::span<const double> values, double level) {
  const double mean = mean_of(values);
  const Interval i = mean_interval(mean, std_of(values, mean), values.size(), level);
  return {mean, i.low, i.high};
}

Estimate std_with_interval(std::span<const double> values, double level) {
  const double std = std_of(values, mean_of(values));
  const Interval i = std_interval(std, values.size(), level);
  return {std, i.low, i.high};
}

Interval clopper_pearson(std::uint64_t k, std::uint64_t n, double level) {
  const double tail = tail_of(level);
  IMC_EXPECT(k <= n);
  const auto hits = static_cast<double>(k);
  const auto misses = static_cast<double>(n - k);
  const double low = k == 0 ? 0.0 : boost::math::ibeta_inv(hits, misses + 1.0, tail);
  const double high = k == n ? 1.0 : boost::math::ibetac_inv(hits + 1.0, misses, tail);
  return {low, high};
}

}  // namespace imcbench
