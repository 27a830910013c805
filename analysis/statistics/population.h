// SPDX-License-Identifier: Apache-2.0
// What a population of chips does at one time: everything reported follows from the integer counts.
//
// C: chips. S: what each chip is tested on, the same for all: test samples, or the predictions of
// them all. x_c = correct_c / S is the accuracy of chip c, a fraction. The intervals speak about
// chips only: they say where the figure would lie for other chips of the same kind on these same S
// samples.
#pragma once

#include <cstdint>
#include <span>

#include "analysis/statistics/intervals.h"

namespace imcbench {

// All accuracies are fractions in [0, 1]. An undefined figure is NaN: std and the intervals of mean
// and std for one chip; every figure but yield_low = 0, yield_high = 1 for none.
struct PopulationSummary {
  std::uint64_t chips;
  std::uint32_t samples;
  std::uint64_t rejected;         // samples with outputs that are not finite, summed over chips
  double mean, ci_low, ci_high;   // Student-t: mean_interval
  double std, std_low, std_high;  // sample standard deviation, chi-square: std_interval
  double q05, q05_low, q05_high;  // type 7, order statistics: quantile_with_interval
  double q50, q50_low, q50_high;
  double q95, q95_low, q95_high;
  double q05_coverage, q50_coverage, q95_coverage;  // what these three intervals really cover
  double min, max;
  double yield, yield_low, yield_high;  // share of good chips, Clopper-Pearson
  std::uint64_t good_chips;             // chips with good_threshold(target, samples) or more
  double fp_accuracy;                   // the same samples without any chip
  double normalized_accuracy;           // of the mean; see normalized_accuracy()
};

// The least count of correct samples that meets `target` (fraction in [0, 1]):
// ceil(target * samples - 1e-9), so that 0.85 of 10000 is 8500 whatever 0.85 is in binary.
std::uint32_t good_threshold(double target, std::uint32_t samples);

// How many of correct: shape [C] reach the threshold.
std::uint64_t count_good(std::span<const std::uint32_t> correct, std::uint32_t threshold);

// A* = 1 - (e - e_FP) / (e_chance - e_FP) with errors e = 1 - accuracy: 1 is as good as floating
// point, 0 is guessing. NaN when floating point is not better than guessing.
// Rasch et al., Nat. Commun. 14, 5282 (2023), DOI 10.1038/s41467-023-40770-4.
double normalized_accuracy(double accuracy, double fp_accuracy, double chance);

// correct: shape [C], samples, each at most `samples`. target, chance: fractions in [0, 1].
// rejected: shape [C] or empty (none). samples >= 1.
PopulationSummary summarize(std::span<const std::uint32_t> correct, std::uint32_t samples,
                            double target, std::uint32_t fp_correct, double chance,
                            double level = kDefaultLevel,
                            std::span<const std::uint32_t> rejected = {});

}  // namespace imcbench
