// SPDX-License-Identifier: Apache-2.0
// Two scenarios compared: on the same chips and samples (paired), or on chips of their own.
//
// Counts of correct samples per chip, shape [C]; accuracy = count / samples. Every difference is
// first minus second, a - b, in fractions of 1. Intervals are for an n fixed beforehand.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/statistics/intervals.h"
#include "analysis/statistics/paired_tests.h"

namespace imcbench {

// Difference of two means with a t interval and the two-sided p-value of "no difference".
// Fewer than two chips: interval and p-value are NaN. No spread at all: width 0, p-value 1 for
// equal means and 0 for others.
struct MeanDifference {
  double value;
  double low;
  double high;
  double freedom;  // degrees of freedom of t
  double p_value;
};

struct PairedComparison {
  std::uint64_t chips;
  MeanDifference paired;    // t interval of the differences per chip
  MeanDifference unpaired;  // Welch, of the same counts as if from different chips
  double gain;              // width unpaired / width paired; NaN for 0 / 0
  SignTest sign;
  SignFlipTest sign_flip;
};

// Welch interval for independent chips with different spreads, v_x = s_x^2 / n_x:
//   a - b -+ t(f, 1 - alpha/2) * sqrt(v_a + v_b),
//   f = (v_a + v_b)^2 / (v_a^2 / (n_a - 1) + v_b^2 / (n_b - 1)).
// Assumes means close to normal. Approximate: at a few chips its coverage is off by some 0.1 %.
// Welch, Biometrika 34, 28 (1947).
MeanDifference welch_difference(std::span<const std::uint32_t> a, std::uint32_t samples_a,
                                std::span<const std::uint32_t> b, std::uint32_t samples_b,
                                double level = kDefaultLevel);

// a, b: shape [C], chip c of both is the same chip, tested on the same samples.
//   paired interval   mean(d) -+ t(C - 1, 1 - alpha/2) * std(d) / sqrt(C)
//   differences       d_c = (a_c - b_c) / samples
// Chips and samples that are hard for both cancel: var(d) = var(a) + var(b) - 2 cov(a, b).
// Student, Biometrika 6, 1 (1908), DOI 10.1093/biomet/6.1.1.
PairedComparison compare_paired(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                                std::uint32_t samples, double level = kDefaultLevel);

// Holm's step-down p-values of a family of m tests, in the order given: with p_(1) <= ... <= p_(m),
//   adjusted_(i) = max over j <= i of min(1, (m - j + 1) p_(j)).
// Rejecting where adjusted <= alpha makes any false rejection in the family at most alpha likely,
// whatever the tests have in common. p-values in [0, 1].
// Holm, Scand. J. Stat. 6, 65 (1979).
std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace imcbench
