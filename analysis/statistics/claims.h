// SPDX-License-Identifier: Apache-2.0
// Yield claims: "a share of at least p of all chips reaches the target, with confidence c".
//
// n: chips, k: those that reach the target (good), both fixed beforehand. share p and confidence c
// are in (0, 1) and one-sided: no halving of 1 - c. X ~ Binomial(n, p) throughout; no distribution
// of the accuracies is assumed. Comparisons of a probability with 1 - c allow 1e-12 of it for
// rounding, so that p = 0.5, c = 0.75 takes two chips on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/statistics/intervals.h"

namespace imcbench {

// One-sided Clopper-Pearson bounds for the share of good chips behind k of n:
//   lower   quantile 1 - c of Beta(k, n - k + 1), 0 for k = 0
//   upper   quantile c of Beta(k + 1, n - k), 1 for k = n
// Clopper, Pearson, Biometrika 26, 404 (1934), DOI 10.1093/biomet/26.4.404.
double share_lower_bound(std::uint64_t k, std::uint64_t n, double confidence);
double share_upper_bound(std::uint64_t k, std::uint64_t n, double confidence);

// The smallest n for which n - failures good chips support the claim: the lower bound reaches p, or
//   P(at most `failures` of n fail) <= 1 - c, each failing with probability 1 - p.
// failures = 0: ceil(ln(1 - c) / ln(p)), 299 for p = 0.99, c = 0.95.
// Wilks, Ann. Math. Stat. 12, 91 (1941).
std::uint64_t chips_for_claim(double share, double confidence, std::uint64_t failures = 0);

enum class ClaimVerdict { supported, refuted, not_enough_chips };

// "supported", "refuted", "not enough chips".
std::string_view claim_verdict_name(ClaimVerdict verdict);

struct YieldClaim {
  ClaimVerdict verdict;
  double low, high;          // the two one-sided bounds, each at confidence c
  std::uint64_t more_chips;  // chips to add, none of them failing, until supported; 0 if it is
};

//   supported          lower bound >= p, or P(X >= k) <= 1 - c
//   refuted            upper bound < p, or P(X <= k) < 1 - c
//   not enough chips   anything else
// c must be above 1/2, else both could hold. Either verdict is wrong with probability at most 1 - c
// for a number of chips chosen beforehand: more_chips plans the next run; adding chips to this one
// until the claim is supported is looking twice, and errs more often.
YieldClaim judge_claim(std::uint64_t k, std::uint64_t n, double share, double confidence);

// Share of chips that reach a target, for every target at once. It only changes at the counts seen:
// point i holds for every threshold in (threshold[i - 1], threshold[i]] (the first one from 0). The
// last point has no good chip and a threshold one above the best chip, if samples allow.
// Bounds: Clopper-Pearson, two-sided `level` for one target at a time, not for the curve as a
// whole.
struct YieldCurve {
  std::vector<std::uint32_t> threshold;  // correct samples, ascending
  std::vector<double> target;            // threshold / samples
  std::vector<std::uint64_t> good;       // chips with at least that many
  std::vector<double> share, low, high;
};

// correct: shape [C], any order, each at most `samples`. No chip: no point.
YieldCurve yield_curve(std::span<const std::uint32_t> correct, std::uint32_t samples,
                       double level = kDefaultLevel);

// What a share of at least p of all chips reaches, with confidence c or more.
struct ToleranceBound {
  std::uint32_t correct;  // samples
  double accuracy;        // correct / samples
  std::uint64_t rank;     // of the chip, 1 is the worst
  double confidence;      // reached: P(Y >= rank), Y ~ Binomial(n, 1 - p)
};

// The largest order statistic x_(r) for which P(Y <= r - 1) <= 1 - c, for Y ~ Binomial(n, 1 - p):
// the largest threshold whose claim the same chips support. None for n < chips_for_claim(p, c).
// Ties and steps only raise the confidence. Wilks, Ann. Math. Stat. 12, 91 (1941).
std::optional<ToleranceBound> tolerance_bound(std::span<const std::uint32_t> correct,
                                              std::uint32_t samples, double share,
                                              double confidence);

}  // namespace imcbench
