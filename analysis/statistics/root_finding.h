// SPDX-License-Identifier: Apache-2.0
// Tolerance: the value of a parameter at which the mean over chips of a margin (normalized accuracy
// minus its threshold) crosses 0, with an interval, by evaluating the same chips at a few values.
//
// A pure decision: given the points evaluated so far it says which value to evaluate next, or that
// it is done. The same history always asks for the same double.
//
//   t(value)     coordinate: 0 at the harmless end, 1 at the harmful end, linear in the value or in
//                its logarithm
//   m(t), h(t)   mean of the margin over chips and half-width of its Student interval
//   curves       m (tolerance), m - h (lower end) and m + h (upper end, in the harmless-to-harmful
//                sense): each is followed down to its own crossing of 0
//
// {t : m - h <= 0 <= m + h} is a confidence set for the crossing: it holds the true one exactly
// when the Student interval at that value holds 0, at the stated level and without a slope to
// estimate. (Fieller's argument; J. R. Stat. Soc. B 16, 175 (1954),
// DOI 10.1111/j.2517-6161.1954.tb00159.x.) The interval is paired: chips are the same at every
// value, so their differences cancel.
//
// Search: both ends of the range, then one curve after the other by inverse quadratic interpolation
// on a logarithmic scale of the loss (Brent, Algorithms for Minimization without Derivatives, 1973,
// chapter 4, for the interpolation and for bisection where it is slow), until a bracket is narrower
// than relative_tolerance, or for low and high than a tenth of their distance from the tolerance. A
// crossing is read off by linear interpolation in its bracket. All points serve all curves. Values
// asked for have 6 significant digits. Assumes that the mean margin falls with harm; where it does
// not, one crossing is found, not all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/statistics/intervals.h"

namespace imcbench {

enum class SearchScale { linear, log };
enum class HarmDirection { rising, falling };  // the way to go for more harm

struct ToleranceSearch {
  double from = 0, to = 0;  // from < to; both above 0 on a log scale
  SearchScale scale = SearchScale::linear;
  HarmDirection direction = HarmDirection::rising;
  double level = kDefaultLevel;
  double relative_tolerance = 0.02;  // of the value; on a linear scale at least (to - from) / 1024
  std::uint32_t max_evaluations = 16;
};

struct EvaluatedPoint {
  double value;
  std::vector<double>
      margin;  // [C], fraction: per chip, the same chips in the same order everywhere
};

enum class ToleranceVerdict {
  found,             // tolerance, low and high are numbers
  beyond_range,      // at the harmful end the interval is above 0
  below_range,       // at the harmless end the interval is at or below 0
  not_enough_chips,  // the interval reaches beyond the range; what lies inside is a number
};
const char* name_of(ToleranceVerdict verdict);

// All in the unit of the parameter, NaN where undefined. low <= tolerance <= high whatever the
// direction.
struct ToleranceEstimate {
  ToleranceVerdict verdict;
  double tolerance, low, high;
  std::uint64_t chips;
  bool resolved;  // false: max_evaluations came before relative_tolerance
};

struct ToleranceStep {
  std::optional<double> next;                 // evaluate this value and ask again, or
  std::optional<ToleranceEstimate> estimate;  // done
};

// history: in the order of evaluation. Values that were not asked for (a base evaluated anyway) are
// welcome if they lie in the range.
ToleranceStep tolerance_step(const ToleranceSearch& search,
                             std::span<const EvaluatedPoint> history);

}  // namespace imcbench
