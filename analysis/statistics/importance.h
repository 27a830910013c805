// SPDX-License-Identifier: Apache-2.0
// Rare failures by importance sampling over a few standard normal factors.
//
// A chip has K factors, functions of independent standard normals z[K]; everything else about it is
// random as ever. Chips are drawn with z from the proposal
//
//   q(z) = rho phi(z) + (1 - rho) s^-K phi((z - mu) / s),   mu: shift, s: spread,
//                                                           rho: nominal_share
//
// and carry the weight w(z) = phi(z) / q(z). With s = 1, as in every estimate, that is
// 1 / (rho + (1 - rho) exp(mu . z - mu . mu / 2)); a wide proposal, s > 1, is for looking around.
// The defensive share rho > 0 keeps every weight at or below 1 / rho: Hesterberg, Technometrics 37, 185
// (1995), DOI 10.1080/00401706.1995.10484303.
//
//   P(fail) = mean(w 1{fail}), unbiased;  standard error s(w 1{fail}) / sqrt(n), divisor n - 1
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/statistics/intervals.h"

namespace imcbench {

struct NormalProposal {
  std::vector<double> shift;  // [K]; empty: the nominal law, all weights 1
  double nominal_share = 1;   // rho in (0, 1]
  double spread = 1;          // s > 0
};

// z: shape [K].
double importance_weight(std::span<const double> z, const NormalProposal& proposal);

// An estimate rests on enough failures only if their weights have an effective sample size
// (sum w)^2 / sum w^2 of at least kMinEffectiveSamples. One weight with more than kMaxWeightShare
// of their sum cannot pass that (the size is then below 25) and is named as the cause. Neither sees
// a region of failures that no draw hit: the nominal share is what looks elsewhere.
inline constexpr double kMinEffectiveSamples = 30;
inline constexpr double kMaxWeightShare = 0.2;

struct RareFailureEstimate {
  double probability, std_error;
  double low, high;  // NaN without a failure
  std::uint64_t draws, failures;
  double effective_sample_size, largest_weight_share;  // of the failing draws; 0 without a failure
  bool degenerate;                                     // not to be trusted: refuse it
  std::string reason;                                  // why, "" if not degenerate
};

// weights: shape [n]; failed: shape [n], 0 or 1; n >= 2.
// Interval on the logarithm (the estimate of a small probability is skew, and an end below 0 makes
// no sense): p exp(-+ z(1 - alpha/2) std_error / p), the upper end at most 1. In simulations with a
// linear limit state it covered with 95.5 to 96.1 % at a level of 95 %, from 200 draws on.
RareFailureEstimate rare_failure_estimate(std::span<const double> weights,
                                          std::span<const std::uint8_t> failed,
                                          double level = kDefaultLevel);

struct ShiftUpdate {
  std::vector<double> shift;  // [K]
  double performance;         // the elite level: elites perform at or below it
  bool reached;               // the elites are failures: the level is the target
  std::uint64_t elites;
  double effective_sample_size;  // of the elites' weights
};

// One step of the cross-entropy method: from n pilot draws to a better shift.
//   z             shape [n][K], as drawn from the present proposal
//   performance   shape [n]: accuracy, for example; a draw fails when it is below `target`
//   weights       shape [n], importance_weight of the present proposal
// The elites are the ceil(elite_share n) worst draws and ties with them; once those are all below
// the target, every draw below it. New shift = sum(w z) / sum(w) over elites, which minimizes the
// cross entropy to the nominal law given the elites. De Boer, Kroese, Mannor, Rubinstein, Ann.
// Oper. Res. 134, 19 (2005), DOI 10.1007/s10479-005-5724-z.
ShiftUpdate cross_entropy_shift(std::span<const double> z, std::span<const double> performance,
                                std::span<const double> weights, double elite_share, double target);

}  // namespace imcbench
