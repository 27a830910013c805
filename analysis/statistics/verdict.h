// SPDX-License-Identifier: Apache-2.0
// Three verdicts instead of two: an interval that neither proves "equal" nor "different" says that
// there are not enough chips.
//
// With an interval of level 1 - alpha, a wrong "equal" and a wrong "different" are together at most
// alpha likely. (Two one-sided tests for equivalence at alpha/2 each, Schuirmann, J. Pharmacokinet.
// Biopharm. 15, 657 (1987).) An interval with a NaN end decides nothing.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "analysis/statistics/intervals.h"
#include "kernels/core/check.h"

namespace imcbench {

enum class Verdict { equal, different, not_enough_chips };

inline constexpr std::array<std::string_view, 3> kVerdictNames{"equal", "different",
                                                               "not enough chips"};

inline std::string_view verdict_name(Verdict verdict) {
  return kVerdictNames[static_cast<std::size_t>(verdict)];
}

// Is a difference, known to lie in `difference`, at most `margin` in size? All in one unit.
//   equal              -margin <= low and high <= margin
//   different          high < -margin or low > margin
//   not enough chips   anything else
// margin = 0: "different" where the interval excludes 0, and never "equal".
inline Verdict equivalence_verdict(const Interval& difference, double margin) {
  IMC_EXPECT(margin >= 0.0);
  if (difference.high < -margin || difference.low > margin) return Verdict::different;
  const bool inside = -margin <= difference.low && difference.high <= margin;
  return margin > 0.0 && inside ? Verdict::equal : Verdict::not_enough_chips;
}

// Normalized accuracy A* above which a chip is as accurate as floating point.
inline constexpr double kIsoAccuracy = 0.99;

// A* > threshold, for A* known to lie in `normalized_accuracy`: "equal" when all of the interval is
// above, "different" when none is. One-sided: more accurate than floating point is equal, too.
// Rasch et al., Nat. Commun. 14, 5282 (2023), DOI 10.1038/s41467-023-40770-4.
inline Verdict iso_accuracy_verdict(const Interval& normalized_accuracy,
                                    double threshold = kIsoAccuracy) {
  if (normalized_accuracy.low > threshold) return Verdict::equal;
  if (normalized_accuracy.high <= threshold) return Verdict::different;
  return Verdict::not_enough_chips;
}

}  // namespace imcbench
