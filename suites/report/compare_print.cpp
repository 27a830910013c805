// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "suites/experiments/human_time.h"
#include "suites/report/compare.h"
#include "suites/report/figures.h"
#include "suites/report/numbers.h"

namespace imcbench {

namespace {

Estimate estimate_of(const MeanDifference& d) { return {d.value, d.low, d.high}; }

// One name where the scenarios are called the same.
std::string pair_name(const CompareRow& row) {
  const std::string a = scenario_name(*row.a), b = scenario_name(*row.b);
  return a == b ? a : fmt::format("{} -> {}", a, b);
}

std::string chips_text(const CompareRow& row) {
  if (row.paired) return fmt::format("{} shared: paired", row.chips_a);
  return fmt::format("{}, {} not shared: Welch", row.chips_a, row.chips_b);
}

nlohmann::ordered_json json_row(const CompareRow& row) {
  nlohmann::ordered_json json{{"model", row.a->model},
                              {"optimization_a", row.a->optimization},
                              {"optimization_b", row.b->optimization},
                              {"settings_a", one_line(row.a->settings)},
                              {"settings_b", one_line(row.b->settings)},
                              {"time_s", row.time_s},
                              {"chips_a", row.chips_a},
                              {"chips_b", row.chips_b},
                              {"paired", row.paired}};
  add_estimate(json, "difference", estimate_of(row.difference));
  json["p_value"] = json_number(row.difference.p_value);
  json["p_holm"] = json_number(row.p_adjusted);
  json["verdict"] = verdict_name(row.verdict);
  return json;
}

}  // namespace

Verdict overall(const Comparison& comparison) {
  Verdict verdict = Verdict::equal;
  for (const CompareRow& row : comparison.rows) {
    if (row.verdict == Verdict::different) return Verdict::different;
    if (row.verdict == Verdict::not_enough_chips) verdict = row.verdict;
  }
  return verdict;
}

std::string comparison_text(const Comparison& comparison, const CompareOptions& options) {
  std::vector<std::vector<std::string>> rows{
      {"scenario", "chips", "time", "difference [95 %]", "p", "p (Holm)", "verdict"}};
  for (const CompareRow& row : comparison.rows) {
    rows.push_back({pair_name(row), chips_text(row), human_time(row.time_s),
                    points_range(estimate_of(row.difference)), p_value_text(row.difference.p_value),
                    p_value_text(row.p_adjusted), std::string(verdict_name(row.verdict))});
  }
  std::string text = text_table(rows, 2);
  for (const std::string& unmatched : comparison.unmatched) text += "no match: " + unmatched + "\n";
  return text +
         fmt::format(
             "\nMean accuracy of the second file minus the first, in percentage points, on these "
             "test\n"
             "samples. equal: the interval lies within +-{} points; different: wholly outside.\n"
             "verdict: {}\n",
             100.0 * options.margin, verdict_name(overall(comparison)));
}

nlohmann::ordered_json comparison_json(const Comparison& comparison,
                                       const CompareOptions& options) {
  nlohmann::ordered_json json{{"margin", options.margin}};
  json["rows"] = nlohmann::ordered_json::array();
  for (const CompareRow& row : comparison.rows) json["rows"].push_back(json_row(row));
  json["unmatched"] = comparison.unmatched;
  json["verdict"] = verdict_name(overall(comparison));
  return json;
}

}  // namespace imcbench
