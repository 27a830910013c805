// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/paired.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/statistics/moments.h"
#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// standard_error: of `value`. NaN: undefined.
MeanDifference with_t_interval(double value, double standard_error, double freedom, double level) {
  IMC_EXPECT(level > 0.0 && level < 1.0);
  if (std::isnan(standard_error)) return {value, kNaN, kNaN, kNaN, kNaN};
  if (standard_error == 0.0) return {value, value, value, freedom, value == 0.0 ? 1.0 : 0.0};
  const boost::math::students_t_distribution<double> t(freedom);
  const double quantile = boost::math::quantile(boost::math::complement(t, 0.5 * (1.0 - level)));
  const double half = quantile * standard_error;
  const double beyond = cdf(boost::math::complement(t, std::abs(value) / standard_error));
  return {value, value - half, value + half, freedom, 2.0 * beyond};
}

Moments accuracy_moments(std::span<const std::uint32_t> counts, std::uint32_t samples) {
  const Moments m = integer_moments(counts);
  return {m.mean / samples, m.std / samples};
}

}  // namespace

MeanDifference welch_difference(std::span<const std::uint32_t> a, std::uint32_t samples_a,
                                std::span<const std::uint32_t> b, std::uint32_t samples_b,
                                double level) {
  IMC_EXPECT(samples_a >= 1 && samples_b >= 1);
  const Moments of_a = accuracy_moments(a, samples_a);
  const Moments of_b = accuracy_moments(b, samples_b);
  const auto n_a = static_cast<double>(a.size());
  const auto n_b = static_cast<double>(b.size());
  const double v_a = of_a.std * of_a.std / n_a;
  const double v_b = of_b.std * of_b.std / n_b;
  const double v = v_a + v_b;
  const double spread = v_a * v_a / (n_a - 1.0) + v_b * v_b / (n_b - 1.0);
  const double freedom = v == 0.0 ? n_a + n_b - 2.0 : v * v / spread;
  return with_t_interval(of_a.mean - of_b.mean, std::sqrt(v), freedom, level);
}

PairedComparison compare_paired(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                                std::uint32_t samples, double level) {
  IMC_EXPECT(samples >= 1 && a.size() == b.size());
  std::vector<std::int64_t> differences(a.size());
  std::transform(a.begin(), a.end(), b.begin(), differences.begin(),
                 [](std::int64_t x, std::int64_t y) { return x - y; });
  const Moments m = integer_moments(differences);
  const auto chips = static_cast<double>(a.size());
  PairedComparison c{};
  c.chips = a.size();
  c.paired =
      with_t_interval(m.mean / samples, m.std / samples / std::sqrt(chips), chips - 1.0, level);
  c.unpaired = welch_difference(a, samples, b, samples, level);
  c.gain = (c.unpaired.high - c.unpaired.low) / (c.paired.high - c.paired.low);
  c.sign = sign_test(differences);
  c.sign_flip = sign_flip_test(differences);
  return c;
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  const std::size_t m = p_values.size();
  std::vector<std::size_t> order(m);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return p_values[i] < p_values[j]; });
  std::vector<double> adjusted(m);
  double largest = 0.0;
  for (std::size_t rank = 0; rank < m; ++rank) {
    const double p = p_values[order[rank]];
    IMC_EXPECT(p >= 0.0 && p <= 1.0);
    largest = std::max(largest, std::min(1.0, static_cast<double>(m - rank) * p));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

}  // namespace imcbench
