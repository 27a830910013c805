// SPDX-License-Identifier: Apache-2.0
// Jackknife interval of a smooth statistic of N independent rows.
//
//   value -+ t(N - 1, 1 - alpha/2) sqrt((N - 1) / N sum_i (left_out[i] - mean(left_out))^2)
//
// left_out[i]: the statistic without row i. The value is the one of all rows, with no correction of
// its bias of order 1 / N. Efron, Stein, Ann. Stat. 9, 586 (1981), DOI 10.1214/aos/1176345462.
#pragma once

#include <span>

#include "analysis/statistics/intervals.h"

namespace imcbench {

// left_out: shape [N]. N < 2: both ends are NaN.
Estimate jackknife_interval(double value, std::span<const double> left_out,
                            double level = kDefaultLevel);

}  // namespace imcbench
