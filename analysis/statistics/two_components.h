// SPDX-License-Identifier: Apache-2.0
// Two variance components of accuracy: chips and test samples, crossed.
//
// X[C][S] is 1 where chip c classified sample s correctly; where a sample has P predictions, the
// share of them that are right: the predictions of one sample are no independent draws, samples
// are. The same S samples on every chip, at one time. Model: X_cs = mean + a_c + b_s + e_cs with
// independent effects of zero mean and variances sigma2_chip, sigma2_sample, sigma2_residual
// (interaction and binomial noise together: one observation a cell cannot tell them apart). Two-way
// analysis of variance without replication:
//
//   MS_chip     = S sum_c (row mean - mean)^2 / (C - 1)        E = s2_residual + S s2_chip
//   MS_sample   = C sum_s (column mean - mean)^2 / (S - 1)     E = s2_residual + C s2_sample
//   MS_residual = (total - both sums of squares) / ((C - 1)(S - 1))   E = s2_residual
//
// All sums are of whole numbers of right predictions: exact, in any order. With P = 1, X is 0 or 1
// and the sum of squares is the number of ones. Searle, Casella,
// McCulloch, Variance Components, Wiley 1992, chapter 4.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/statistics/intervals.h"

namespace imcbench {

struct CorrectMargins {
  std::vector<std::uint32_t> of_chip;    // [C] right predictions of the chip
  std::vector<std::uint32_t> of_sample;  // [S] right predictions of the sample, of all chips
  std::uint32_t predictions = 1;         // P
  std::uint64_t squares = 0;  // sum over chips and samples of (right predictions)^2; P > 1 only
};

// bits: shape [C][ceil(S P / 8)]; bit i % 8 of byte i / 8 is prediction i % P of sample i / P. Bits
// beyond S P are ignored.
CorrectMargins correct_margins(std::span<const std::uint8_t> bits, std::uint32_t chips,
                               std::uint32_t samples, std::uint32_t predictions = 1);

struct VarianceComponents {
  std::uint32_t chips, samples;
  double mean;                             // accuracy over all chips and samples
  double ms_chip, ms_sample, ms_residual;  // mean squares
  // Unbiased estimates by equating mean squares to their expectations, except that a negative one
  // is set to 0, and said.
  double sigma2_chip, sigma2_sample, sigma2_residual;
  bool chip_was_negative, sample_was_negative;
};

// The margins must have equal sums. C < 2 or S < 2: only the mean is a number, the rest is NaN.
VarianceComponents variance_components(const CorrectMargins& margins);

// Mean accuracy of new chips on these very samples: mean -+ t(C - 1) sqrt(MS_chip / (C S)), which
// is the Student interval over the accuracies of the chips.
Estimate these_samples_interval(const VarianceComponents& components, double level = kDefaultLevel);

struct NewSamplesEstimate {
  double value, low, high;
  double variance;  // of the mean, estimated
  double freedom;   // degrees of freedom of the Student quantile
  bool clipped;     // one mean square alone was larger than the combination, and stands in for it
};

// Mean accuracy of new chips on new samples: mean -+ t(freedom) sqrt(variance).
//
//   variance = (MS_chip + f (MS_sample - MS_residual)) / (C S), unbiased for
//              s2_chip / C + f s2_sample / S + s2_residual / (C S)
//   freedom  = variance^2 / sum of (each term's square / its degrees of freedom)  (Satterthwaite)
//   f        = 1 - S / population: the S samples are a simple random draw from a split of
//              `population` samples, and the interval is for the accuracy on the whole split.
//              population 0: endless, f = 1. population = S: the interval of these samples.
//
// MS_chip and f MS_sample estimate no more than the combination; where one of them is larger (the
// other component came out negative), it is taken with its own degrees of freedom.
// A Student interval for a proportion: at 95 % it covered with 94.4 % for 100 samples and with 95.1
// % for 600, on 20 chips of a probit model. Satterthwaite, Biometrics Bulletin 2, 110 (1946), DOI
// 10.2307/3002019. population < S is an error.
NewSamplesEstimate new_samples_interval(const VarianceComponents& components,
                                        std::uint64_t population = 0, double level = kDefaultLevel);

}  // namespace imcbench
