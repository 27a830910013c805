// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/quantiles.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// First index in [0, n] for which `holds` is true; `holds` is false then true, and true at n.
template <class Predicate>
std::uint64_t first_where(std::uint64_t n, Predicate holds) {
  std::uint64_t begin = 0;
  std::uint64_t end = n;
  while (begin < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    if (holds(middle)) {
      end = middle;
    } else {
      begin = middle + 1;
    }
  }
  return begin;
}

}  // namespace

QuantileRanks quantile_ranks(std::uint64_t n, double q, double level) {
  IMC_EXPECT(n >= 1 && q > 0.0 && q < 1.0 && level > 0.0 && level < 1.0);
  const double tail = 0.5 * (1.0 - level);
  const boost::math::binomial_distribution<double> binomial(static_cast<double>(n), q);
  const auto at_most = [&](std::uint64_t k) { return cdf(binomial, static_cast<double>(k)); };
  const auto above = [&](std::uint64_t k) {
    return cdf(boost::math::complement(binomial, static_cast<double>(k)));
  };
  // The count of k = 0, 1, ... with P(B <= k) <= tail is the largest l with P(B <= l - 1) <= tail.
  const std::uint64_t l = first_where(n, [&](std::uint64_t k) { return at_most(k) > tail; });
  // P(B >= u) = P(B > u - 1); u - 1 runs from 0, and n means that even u = n is not enough.
  const std::uint64_t u = 1 + first_where(n, [&](std::uint64_t k) { return above(k) <= tail; });
  QuantileRanks ranks{};
  ranks.low_found = l >= 1;
  ranks.high_found = u <= n;
  ranks.low = std::max<std::uint64_t>(l, 1);
  ranks.high = std::min(u, n);
  ranks.coverage = std::max(0.0, 1.0 - at_most(ranks.low - 1) - above(ranks.high - 1));
  return ranks;
}

double quantile_type7(std::span<const double> sorted, double q) {
  IMC_EXPECT(q >= 0.0 && q <= 1.0);
  if (sorted.empty()) return kNaN;
  const double h = static_cast<double>(sorted.size() - 1) * q;
  const auto below = static_cast<std::size_t>(std::floor(h));
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (h - std::floor(h)) * (sorted[above] - sorted[below]);
}

QuantileEstimate quantile_with_interval(std::span<const double> sorted, double q, double level) {
  if (sorted.empty()) return {kNaN, kNaN, kNaN, 0.0, false, true};
  const QuantileRanks ranks = quantile_ranks(sorted.size(), q, level);
  QuantileEstimate e{};
  e.value = quantile_type7(sorted, q);
  e.low = sorted[ranks.low - 1];
  e.high = sorted[ranks.high - 1];
  e.coverage = ranks.coverage;
  e.at_level = ranks.coverage >= level;
  e.whole_range = !ranks.low_found && !ranks.high_found;
  return e;
}

}  // namespace imcbench
