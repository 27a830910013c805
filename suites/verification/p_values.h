// SPDX-License-Identifier: Apache-2.0
// p-values that hold far out in the tails, where a verification of hundreds of rows decides.
#pragma once

#include <cstdint>

namespace imcbench {

inline constexpr double kLargestZ = 37.0;  // 2 (1 - Phi(37)) = 1e-299

// The |z| of a standard normal with this two-sided p; at most kLargestZ.
double z_of_p(double p);

// P(K >= k) and P(K <= k) of `n` trials of probability `p`.
double binomial_upper(std::uint64_t k, std::uint64_t n, double p);
double binomial_lower(std::uint64_t k, std::uint64_t n, double p);
// Two-sided: twice the smaller of them, at most 1.
double binomial_p(std::uint64_t k, std::uint64_t n, double p);

// P(K >= k) of a Poisson count.
double poisson_upper(std::uint64_t k, double mean);

// Two-sided p of a standardised statistic, (value - expectation) / standard error, of known
// skewness: Pearson's type III law, that is a shifted gamma. Exact for the variance of normals.
double pearson3_p(double standardised, double skewness);

// P(D >= distance) of Kolmogorov's distance between n samples and their continuous law: asymptotic
// law with Stephens' (1970) correction. Too large, that is cautious, for n < 10.
double kolmogorov_p(double distance, std::uint64_t n);

// Two-sided p of a correlation coefficient of n >= 3 independent pairs under independence; exact
// if one of the two is normal.
double correlation_p(double r, std::uint64_t n);

}  // namespace imcbench
