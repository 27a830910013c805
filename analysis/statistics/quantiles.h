// SPDX-License-Identifier: Apache-2.0
// Quantiles over chips, with intervals that assume no distribution.
//
// x_(1) <= ... <= x_(n): the sorted values. q: probability in [0, 1].
//
//   estimate   Hyndman-Fan type 7 (the default of R and numpy): with h = (n - 1) q, interpolate
//              linearly between x_(floor(h) + 1) and the next. Hyndman, Fan, Am. Stat. 50, 361
//              (1996), DOI 10.1080/00031305.1996.10473566.
//   interval   [x_(l), x_(u)], with B ~ Binomial(n, q):
//                l = largest rank with P(B <= l - 1) <= alpha/2
//                u = smallest rank with P(B >= u) <= alpha/2
//              Thompson, Ann. Math. Stat. 7, 122 (1936), DOI 10.1214/aoms/1177732502. It covers
//              with at least P(l <= B <= u - 1) for every distribution, steps and ties included:
//              Scheffe, Tukey, Ann. Math. Stat. 16, 187 (1945), DOI 10.1214/aoms/1177731119.
//
// Few chips cannot bound a far quantile: a lower end for the 5 % quantile at 95 % takes 72 chips,
// for the median 6. With fewer, that end falls back to the smallest (largest) value seen,
// `coverage` is what is left, and at_level tells whether it still reaches the level.
#pragma once

#include <cstdint>
#include <span>

#include "analysis/statistics/intervals.h"

namespace imcbench {

// Ranks are 1-based.
struct QuantileRanks {
  std::uint64_t low;
  std::uint64_t high;
  double coverage;  // exact P(low <= B <= high - 1)
  bool low_found;   // false: no rank bounds from below at this level, low is 1
  bool high_found;  // false: no rank bounds from above at this level, high is n
};

struct QuantileEstimate {
  double value;
  double low;
  double high;
  double coverage;   // of [low, high], a lower bound for every distribution
  bool at_level;     // coverage >= level
  bool whole_range;  // neither end could be bounded: low and high are the extreme values
};

// n >= 1, q in (0, 1).
QuantileRanks quantile_ranks(std::uint64_t n, double q, double level = kDefaultLevel);

// sorted: shape [n], ascending. n = 0: NaN.
double quantile_type7(std::span<const double> sorted, double q);

// sorted: shape [n], ascending, q in (0, 1). n = 0: NaN, coverage 0, whole_range.
QuantileEstimate quantile_with_interval(std::span<const double> sorted, double q,
                                        double level = kDefaultLevel);

}  // namespace imcbench
