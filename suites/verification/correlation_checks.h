// SPDX-License-Identifier: Apache-2.0
// Correlations: between cells, columns, reads, times and chips. Each test is of correlations as
// such, of any law: pass normal_scores() (law_checks.h) of the samples, which makes values of
// different times and laws comparable and the tests exact. Pairs with a NaN, a sample on an atom,
// are dropped.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "suites/verification/check.h"

namespace imcbench {

struct Correlation {
  double r;  // NaN if one of the two does not vary
  std::uint64_t pairs;
};
Correlation correlation_of(std::span<const double> x, std::span<const double> y);

// Pearson's coefficient of x[i] with y[i] against `expected`, within (-1, 1). For 0: Student's t,
// exact if x or y is normal. Else Fisher's transform, for pairs that are normal together, 1,000 of
// them or more. No row for fewer than kFewestPairs pairs.
inline constexpr std::uint64_t kFewestPairs = 16;
std::vector<CheckRow> correlation_rows(const std::string& subject, const std::string& quantity,
                                       std::span<const double> x, std::span<const double> y,
                                       double expected = 0.0);

// Correlation expected to be 1 because both are the same draw: an exact comparison of the largest
// |x[i] - y[i]| with 0.
CheckRow same_draw_row(std::string subject, std::string quantity, std::span<const double> x,
                       std::span<const double> y, double tolerance);

// values[chip * cells + cell]: correlation 0 of cell i with cell i + lag of the same chip, over all
// chips. Lags of `cells` or more are left out. (With chips = 1 and cells = all of them, the lag
// `cells` relates the same cell of neighbouring chips.)
std::vector<CheckRow> lag_rows(const std::string& subject, std::span<const double> values,
                               std::size_t chips, std::size_t cells,
                               std::span<const std::size_t> lags);

}  // namespace imcbench
