// SPDX-License-Identifier: Apache-2.0
// Interval for a small probability from n weighted draws, few of which hit: the gamma interval for
// a weighted sum of Poisson counts. Fay, Feuer, Statistics in Medicine 16, 791 (1997).
//
//   p = sum(w) / n over the hits, v = sum(w^2) / n^2, m = the largest w / n
//   low  = v / (2 p) chi2(2 p^2 / v, alpha / 2)
//   high = (v + m^2) / (2 (p + m)) chi2(2 (p + m)^2 / (v + m^2), 1 - alpha / 2)
//
// With equal weights it is the exact Poisson interval. It allows for one more hit of the largest
// weight seen, so it errs on the wide side where weights are alike; a normal interval on the
// logarithm is too narrow where a few heavy weights carry the sum.
#pragma once

#include <cstdint>
#include <span>

#include "analysis/statistics/intervals.h"

namespace imcbench {

// weights: of the hits alone, each above 0; at least one. draws: n.
Interval weighted_count_interval(std::span<const double> weights, std::uint64_t draws,
                                 double level = kDefaultLevel);

}  // namespace imcbench
