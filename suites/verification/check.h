// SPDX-License-Identifier: Apache-2.0
// Rows of a verification: a value found, the value expected, and whether the difference is chance.
//
// Exact rows compare numbers that chance does not touch. All other rows are tests; together they
// raise a false alarm with probability at most kFamilyAlpha (Bonferroni: each row gets its share).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace imcbench {

inline constexpr double kFamilyAlpha = 1e-3;

struct CheckRow {
  std::string subject, quantity;
  double value, expected;
  double z;  // NaN: exact comparison. Else signed, from p: positive where value is too large
  double p;  // two-sided; of an exact comparison 1 (as expected) or 0

  bool is_exact() const;
  bool passed(double alpha_per_row) const;
};

// |value - expected| <= tolerance.
CheckRow exact_row(std::string subject, std::string quantity, double value, double expected,
                   double tolerance = 0.0);
// A test whose p is known; `value` is too large if `above`.
CheckRow tested_row(std::string subject, std::string quantity, double value, double expected,
                    double p, bool above);

class Verification {
 public:
  void add(CheckRow row) { rows_.push_back(std::move(row)); }
  void add(const std::vector<CheckRow>& rows) {
    rows_.insert(rows_.end(), rows.begin(), rows.end());
  }

  const std::vector<CheckRow>& rows() const { return rows_; }
  std::size_t tests() const;  // rows that are not exact
  double alpha_per_row() const;
  std::size_t failures() const;

  std::string text() const;     // a table, then the summary
  std::string summary() const;  // one line
  nlohmann::ordered_json json() const;

 private:
  std::vector<CheckRow> rows_;
};

}  // namespace imcbench
