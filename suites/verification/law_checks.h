// SPDX-License-Identifier: Apache-2.0
// Independent samples against a law: moments, tails, atoms and the whole distribution.
//
//   exact law      every sample equals the value
//   mean, variance, skewness, kurtosis
//                  means over the samples of functions whose expectation, spread and skewness the
//                  law gives, so p comes from Pearson's type III law with those. Variance is taken
//                  about the law's mean; skewness and kurtosis are linearised at the law (to first
//                  order a wrong mean or variance does not move them). A row is left out where
//                  p-values of 1e-6 would not hold: where the excess kurtosis of the statistic is
//                  further than 0.05 from that of the type III law. So normals need 1,800 samples
//                  for skewness and 6,300 for kurtosis, clipped at their median 4,600 and 20,000;
//                  a lognormal of sigma 0.3 would need 68,000 and 1,900,000, and one of sigma 0.5
//                  has 7,100 for variance.
//   tails          counts beyond the law's quantiles 1e-4, 1e-3 and their mirror images: exact
//                  binomial tests
//   atoms          up to 8: the share of samples on each, by exact binomial tests, and
//                  Kolmogorov-Smirnov and distinct values (count_checks.h) of the other samples.
//                  More (a quantised law): Kolmogorov-Smirnov of all, which is cautious for steps
//
// Samples that are not finite fail, and nothing else is said.
//
// 65,536 samples are recommended. With the p-values of a verification of 500 rows, 2e-6, they show
// for normal samples, 99 times in 100, a mean off by 0.03 sigma, a variance off by 4 %, a skewness
// off by 0.07, a kurtosis off by 0.14, or a tail cut at 3.1 sigma. Fewer are safe, and see less.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "kernels/nonidealities/law.h"
#include "suites/verification/check.h"

namespace imcbench {

// How far a float may lie from an exact value: relative * |value| + absolute.
struct Tolerance {
  double relative = 0x1p-21;  // 4 ulp of a float
  double absolute = 0.0;
  double of(double value) const;
};

std::vector<CheckRow> law_rows(const std::string& subject, std::span<const double> samples,
                               const Law& law, const Tolerance& tolerance = {});
std::vector<CheckRow> law_rows(const std::string& subject, std::span<const float> samples,
                               const Law& law, const Tolerance& tolerance = {});

// What samples of the law's continuous part are as a uniform on (0, 1) or, through it, as a
// standard normal; NaN for samples on atoms.
std::vector<double> uniform_scores(std::span<const double> samples, const Law& law,
                                   const Tolerance& tolerance = {});
std::vector<double> normal_scores(std::span<const double> samples, const Law& law,
                                  const Tolerance& tolerance = {});

}  // namespace imcbench
