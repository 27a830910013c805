// SPDX-License-Identifier: Apache-2.0
// Intervals for a mean, a standard deviation and a proportion over independent chips.
//
// n: number of chips. level: two-sided confidence level in (0, 1); each tail gets alpha/2, with
// alpha = 1 - level. Every interval here is for an n that was fixed beforehand: a run that stopped
// because the interval looked narrow needs an anytime-valid sequence instead.
#pragma once

#include <cstdint>
#include <span>

namespace imcbench {

inline constexpr double kDefaultLevel = 0.95;

struct Interval {
  double low;
  double high;
};

struct Estimate {
  double value;
  double low;
  double high;
};

// Mean of n draws and its Student-t interval, m -+ t(n - 1, 1 - alpha/2) * s / sqrt(n).
// `std` is the sample standard deviation (divisor n - 1), in the unit of `mean`.
// n < 2: the interval is undefined and both ends are NaN. Assumes that the mean of n chips is close
// to normal, which the central limit theorem gives for about 30 chips and a moderate skew.
// Student, Biometrika 6, 1 (1908), DOI 10.1093/biomet/6.1.1.
Interval mean_interval(double mean, double std, std::uint64_t n, double level = kDefaultLevel);

// Interval for the standard deviation, s * sqrt((n - 1) / chi2(n - 1, 1 -+ alpha/2)).
// n < 2: NaN. Assumes normal draws and, unlike the interval of the mean, gets no better with n:
// for heavy tails (excess kurtosis g) it is too narrow by a factor of about sqrt(1 + g / 2).
// Cochran, Math. Proc. Camb. Phil. Soc. 30, 178 (1934), DOI 10.1017/S0305004100016595.
Interval std_interval(double std, std::uint64_t n, double level = kDefaultLevel);

// Both for a list of values: shape [n], any unit. n = 0: all NaN; n = 1: only the mean is a number.
Estimate mean_with_interval(std::span<const double> values, double level = kDefaultLevel);
Estimate std_with_interval(std::span<const double> values, double level = kDefaultLevel);

// Clopper-Pearson interval for the probability behind k successes in n trials: the ends are the
// alpha/2 quantile of Beta(k, n - k + 1) and the 1 - alpha/2 quantile of Beta(k + 1, n - k).
// It covers with at least `level` for every n and every probability. k = 0: low is exactly 0;
// k = n: high is exactly 1; n = 0: [0, 1]. k > n is an error.
// Clopper, Pearson, Biometrika 26, 404 (1934), DOI 10.1093/biomet/26.4.404.
Interval clopper_pearson(std::uint64_t k, std::uint64_t n, double level = kDefaultLevel);

}  // namespace imcbench
