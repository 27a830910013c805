// SPDX-License-Identifier: Apache-2.0
// Samples as draws: are two the same draw, or independent ones? And how many differ at all?
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernels/nonidealities/law.h"
#include "suites/verification/check.h"
#include "suites/verification/law_checks.h"

namespace imcbench {

// Samples of one law as scores that laws have in common: standard normals where the law is mostly
// continuous; else, or where `by_median` asks for it, 1 above a value near the median and 0 below.
// The latter is the exact test for draws that are uncorrelated and symmetric but not independent.
struct Scores {
  std::vector<double> values;
  double share_of_ones = -1.0;  // P(1); below 0: the scores are normal

  bool normal() const { return share_of_ones < 0.0; }
};
Scores scores_of(std::span<const double> samples, const Law& law, const Tolerance& tolerance,
                 bool by_median = false);

// x[i] and y[i] are independent, for i in [x_first, x_first + count) against the same of y: their
// correlation, or how often both are 1.
struct Stretch {
  const Scores* scores;
  std::size_t first, count;
};
std::vector<CheckRow> independent_rows(const std::string& subject, const std::string& quantity,
                                       const Stretch& x, const Stretch& y);
inline std::vector<CheckRow> independent_rows(const std::string& subject,
                                              const std::string& quantity, const Scores& x,
                                              const Scores& y) {
  return independent_rows(subject, quantity, {&x, 0, x.values.size()}, {&y, 0, y.values.size()});
}

// scores[group * cells + cell]: cells `lag` apart in one group, in pairs without a common member.
std::vector<CheckRow> neighbour_rows(const std::string& subject, const std::string& quantity,
                                     const Scores& scores, std::size_t cells, std::size_t lag);

// x[i] and y[i] are the same draw, seen through two laws that rise with it: the farthest that their
// probabilities lie apart, but for rounding of the samples and what clipping hides. Expected: 0.
CheckRow same_draw_row(const std::string& subject, const std::string& quantity,
                       std::span<const double> x, const Law& law_of_x, std::span<const double> y,
                       const Law& law_of_y, const Tolerance& tolerance);

// The largest |x[i] - y[i]|, expected to be 0: not a bit may differ.
CheckRow equal_row(const std::string& subject, const std::string& quantity,
                   std::span<const double> x, std::span<const double> y);

// values[pattern * size + i]: how many patterns differ. `law` is that of the values, of which
// `independent` ones of each pattern are so.
CheckRow patterns_row(const std::string& subject, const std::string& quantity,
                      std::span<const double> values, std::size_t size, const Law& law,
                      std::size_t independent);

}  // namespace imcbench
