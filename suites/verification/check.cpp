// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "suites/verification/p_values.h"

namespace imcbench {

namespace {

const char* verdict(const CheckRow& row, double alpha) { return row.passed(alpha) ? "ok" : "FAIL"; }

// JSON knows no NaN.
nlohmann::ordered_json number(double x) {
  return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json();
}

}  // namespace

bool CheckRow::is_exact() const { return std::isnan(z); }

// A NaN fails.
bool CheckRow::passed(double alpha_per_row) const {
  return is_exact() ? p == 1.0 : p >= alpha_per_row;
}

CheckRow exact_row(std::string subject, std::string quantity, double value, double expected,
                   double tolerance) {
  const bool equal = value == expected || std::fabs(value - expected) <= tolerance;
  return {std::move(subject),
          std::move(quantity),
          value,
          expected,
          std::numeric_limits<double>::quiet_NaN(),
          equal ? 1.0 : 0.0};
}

CheckRow tested_row(std::string subject, std::string quantity, double value, double expected,
                    double p, bool above) {
  const double z = std::isnan(p) ? kLargestZ : z_of_p(p);
  return {std::move(subject), std::move(quantity), value, expected, above ? z : -z, p};
}

std::size_t Verification::tests() const {
  return static_cast<std::size_t>(
      std::count_if(rows_.begin(), rows_.end(), [](const CheckRow& r) { return !r.is_exact(); }));
}

double Verification::alpha_per_row() const {
  return kFamilyAlpha / static_cast<double>(std::max<std::size_t>(tests(), 1));
}

std::size_t Verification::failures() const {
  return static_cast<std::size_t>(
      std::count_if(rows_.begin(), rows_.end(),
                    [alpha = alpha_per_row()](const CheckRow& row) { return !row.passed(alpha); }));
}

std::string Verification::text() const {
  std::size_t subject = 7, quantity = 8;
  for (const CheckRow& row : rows_) {
    subject = std::max(subject, row.subject.size());
    quantity = std::max(quantity, row.quantity.size());
  }
  std::string table = fmt::format("{:{}}  {:{}}  {:>13}  {:>13}  {:>7}  verdict\n", "subject",
                                  subject, "quantity", quantity, "value", "expected", "z");
  for (const CheckRow& row : rows_) {
    const std::string z = row.is_exact() ? "exact" : fmt::format("{:+.2f}", row.z);
    table += fmt::format("{:{}}  {:{}}  {:>13.7g}  {:>13.7g}  {:>7}  {}\n", row.subject, subject,
                         row.quantity, quantity, row.value, row.expected, z,
                         verdict(row, alpha_per_row()));
  }
  return table + summary() + "\n";
}

std::string Verification::summary() const {
  return fmt::format(
      "{} rows: {} tests with false-alarm rate {:g} together ({:.2g} each), {} exact; {} failed",
      rows_.size(), tests(), kFamilyAlpha, alpha_per_row(), rows_.size() - tests(), failures());
}

nlohmann::ordered_json Verification::json() const {
  nlohmann::ordered_json out;
  out["alpha"] = kFamilyAlpha;
  out["alpha_per_row"] = alpha_per_row();
  out["tests"] = tests();
  out["failures"] = failures();
  out["rows"] = nlohmann::ordered_json::array();
  for (const CheckRow& row : rows_) {
    out["rows"].push_back({{"subject", row.subject},
                           {"quantity", row.quantity},
                           {"value", number(row.value)},
                           {"expected", number(row.expected)},
                           {"z", number(row.z)},
                           {"p", number(row.p)},
                           {"verdict", verdict(row, alpha_per_row())}});
  }
  return out;
}

}  // namespace imcbench
