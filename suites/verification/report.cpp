// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace imcbench {

namespace {

std::size_t failures_of(const VerifiedCase& c, double alpha) {
  return static_cast<std::size_t>(std::count_if(
      c.rows.begin(), c.rows.end(), [=](const CheckRow& row) { return !row.passed(alpha); }));
}

// The row that surprises most; nullptr if all are exact.
const CheckRow* worst_row(const VerifiedCase& c) {
  const CheckRow* worst = nullptr;
  for (const CheckRow& row : c.rows) {
    if (!row.is_exact() && (worst == nullptr || row.p < worst->p)) worst = &row;
  }
  return worst;
}

std::string line_of(const VerifiedCase& c, double alpha) {
  const CheckRow* worst = worst_row(c);
  const std::size_t failed = failures_of(c, alpha);
  const std::string z = worst == nullptr ? "exact" : fmt::format("worst z {:+.2f}", worst->z);
  return fmt::format("  {:<58} {:>4} rows  {:<14} {}\n", c.label, c.rows.size(), z,
                     failed == 0 ? "ok" : fmt::format("{} FAILED", failed));
}

std::string rows_of(const VerifiedCase& c, double alpha, bool details) {
  std::string text;
  for (const CheckRow& row : c.rows) {
    const bool passed = row.passed(alpha);
    if (passed && !details) continue;
    const std::string z = row.is_exact() ? "exact" : fmt::format("{:+.2f}", row.z);
    text += fmt::format("    {:<34} {:<40} {:>13.7g} {:>13.7g} {:>7}  {}\n", row.subject,
                        row.quantity, row.value, row.expected, z, passed ? "ok" : "FAIL");
  }
  return text;
}

}  // namespace

std::string verification_text(const VerificationRun& run, bool details) {
  const double alpha = run.all.alpha_per_row();
  std::string text, last;
  for (const VerifiedCase& c : run.cases) {
    if (c.name != last) text += fmt::format("{} ({})\n", c.name, c.about);
    last = c.name;
    text += line_of(c, alpha) + rows_of(c, alpha, details);
  }
  return text + fmt::format("{} cases, {}; {:.0f} s\n", run.cases.size(), run.all.summary(),
                            run.seconds);
}

nlohmann::ordered_json verification_json(const VerificationRun& run) {
  nlohmann::ordered_json out = run.all.json();
  const nlohmann::ordered_json rows = std::move(out["rows"]);
  out.erase("rows");
  out["seconds"] = run.seconds;
  out["cases"] = nlohmann::ordered_json::array();
  std::size_t next = 0;
  for (const VerifiedCase& c : run.cases) {
    nlohmann::ordered_json json{{"name", c.name}, {"about", c.about}, {"case", c.label},
                                {"seconds", c.seconds}};
    json["rows"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < c.rows.size(); ++i) json["rows"].push_back(rows[next++]);
    out["cases"].push_back(std::move(json));
  }
  return out;
}

}  // namespace imcbench
