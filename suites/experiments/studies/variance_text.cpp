// SPDX-License-Identifier: Apache-2.0
// The text of a variance study.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "suites/experiments/human_time.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/variance.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

Estimate get_estimate(const Json& factor, const std::string& name) {
  return {number_or_nan(factor.at(name)), number_or_nan(factor.at(name + "_low")),
          number_or_nan(factor.at(name + "_high"))};
}

std::string index_text(const Estimate& index) {
  if (!std::isfinite(index.value)) return "-";
  return fmt::format("{:.3f} ({:.3f} to {:.3f})", index.value, index.low, index.high);
}

std::vector<Json> by_total_index(const Json& factors) {
  std::vector<Json> sorted(factors.begin(), factors.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const Json& a, const Json& b) {
    return number_or_nan(a.at("total")) > number_or_nan(b.at("total"));
  });
  return sorted;
}

// Clearly: some total index lies above its first-order index, interval against interval; or the
// first-order indices sum to less than 1 by more than all their half widths together.
std::string interaction_text(const Json& factors) {
  double sum = 0.0, half_widths = 0.0;
  bool apart = false;
  for (const Json& factor : factors) {
    const Estimate first = get_estimate(factor, "first"), total = get_estimate(factor, "total");
    sum += first.value;
    half_widths += (first.high - first.low) / 2.0;
    apart = apart || total.low > first.high;
  }
  if (apart || sum + half_widths < 1.0) {
    return fmt::format(
        "  Factors interact: the first-order indices sum to {:.2f}; the rest of the "
        "variance needs factors together.\n",
        sum);
  }
  return fmt::format(
      "  The first-order indices sum to {:.2f}, which these rows cannot tell from 1: "
      "they show no interaction.\n",
      sum);
}

std::string row_text(const Json& row) {
  const double std = number_or_nan(row.at("std"));
  std::string text = fmt::format(
      "\n{}, {}: mean accuracy {:.2f} %, standard deviation {:.2f} "
      "points\n",
      row.at("model").get<std::string>(), row.at("optimization").get<std::string>(),
      100.0 * number_or_nan(row.at("mean")), 100.0 * std);
  if (!(std > 0.0))
    return text + "  All chips have the same accuracy: there is nothing to share.\n";
  text += fmt::format("  {:<36}{:<26}{:<26}{}\n", "factor", "total index", "first-order index",
                      "Shapley effect");
  for (const Json& factor : by_total_index(row.at("factors"))) {
    text += fmt::format("  {:<36}{:<26}{:<26}{}\n", factor.at("factor").get<std::string>(),
                        index_text(get_estimate(factor, "total")),
                        index_text(get_estimate(factor, "first")),
                        index_text(get_estimate(factor, "shapley")));
  }
  return text + interaction_text(row.at("factors"));
}

}  // namespace

std::string variance_text(const Json& outcome) {
  std::string text = fmt::format(
      "Variance of accuracy over chips, {} after programming: the share that each factor explains\n"
      "({} rows of design, {} % jackknife intervals). Laws of the factors:\n",
      human_time(outcome.at("time_s").get<double>()), outcome.at("rows_of_design").get<int>(),
      100.0 * outcome.at("level").get<double>());
  for (const Json& factor : outcome.at("factors")) {
    const auto name = factor.at("name").get<std::string>(),
               law = factor.at("law").get<std::string>();
    text +=
        name == kChipInstance ? fmt::format("  {}: {}\n", name, law) : fmt::format("  {}\n", law);
  }
  for (const Json& row : outcome.at("rows")) text += row_text(row);
  return text;
}

}  // namespace imcbench
