// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "suites/experiments/human_time.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/sources.h"
#include "suites/experiments/studies/text_table.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

std::string points(const Json& source, const char* value, const char* low, const char* high) {
  if (!source[value].is_number()) return "-";
  const auto hundredfold = [&](const char* key) { return 100 * number_or_nan(source[key]); };
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", hundredfold(value), hundredfold(low),
                     hundredfold(high));
}

bool has_shapley(const Json& row) { return row["sources"].front()["shapley_loss"].is_number(); }

// Largest loss first.
std::vector<Json> sorted_sources(const Json& row) {
  std::vector<Json> sources(row["sources"].begin(), row["sources"].end());
  const char* key = has_shapley(row) ? "shapley_loss" : "alone_loss";
  std::stable_sort(sources.begin(), sources.end(), [&](const Json& a, const Json& b) {
    return number_or_nan(a[key]) > number_or_nan(b[key]);
  });
  return sources;
}

std::string row_text(const Json& row) {
  const auto percent = [&](const char* key) { return 100 * number_or_nan(row[key]); };
  std::string text = fmt::format(
      "\n{} / {}: {} chips; floating point {:.2f} %, none of these on {:.2f} %, all on {:.2f} %, "
      "loss {:.2f}\n",
      row["model"].get<std::string>(), row["optimization"].get<std::string>(),
      row["chips"].get<std::uint64_t>(), percent("fp_accuracy"), percent("none_accuracy"),
      percent("all_accuracy"), percent("none_accuracy") - percent("all_accuracy"));
  std::vector<std::vector<std::string>> table = {
      {"stage", "lost when alone", "won when off", "Shapley share"}};
  for (const Json& s : sorted_sources(row)) {
    table.push_back({s["stage"].get<std::string>(),
                     points(s, "alone_loss", "alone_low", "alone_high"),
                     points(s, "without_gain", "without_low", "without_high"),
                     points(s, "shapley_loss", "shapley_low", "shapley_high")});
  }
  if (!has_shapley(row)) {
    for (auto& cells : table) cells.pop_back();
  }
  return text + text_table(table);
}

}  // namespace

std::string sources_text(const Json& outcome) {
  std::string text = fmt::format(
      "Sources of the loss at {}: accuracy in points of percent, [{:.0f} % interval over chips, "
      "paired]\n",
      human_time(outcome["time_s"].get<double>()), 100 * outcome["level"].get<double>());
  for (const Json& row : outcome["rows"]) text += row_text(row);
  return text;
}

}  // namespace imcbench
