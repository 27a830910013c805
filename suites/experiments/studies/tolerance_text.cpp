// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "suites/experiments/human_time.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/text_table.h"
#include "suites/experiments/studies/tolerance.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;
using Table = std::vector<std::vector<std::string>>;

std::string network_of(const Json& row) {
  return fmt::format("{} / {}", row["model"].get<std::string>(),
                     row["optimization"].get<std::string>());
}

std::string number(const Json& value) {
  return value.is_number() ? fmt::format("{:.4g}", value.get<double>()) : "?";
}

std::string tolerance_cell(const Json& row) {
  const std::string verdict = row["verdict"];
  if (verdict == "beyond_range") return "borne at " + number(row["to"]);
  if (verdict == "below_range") return "not borne at " + number(row["from"]);
  return fmt::format("{} [{}, {}]", number(row["tolerance"]), number(row["low"]),
                     number(row["high"]));
}

std::string normalized_cell(const Json& row) {
  if (row["verdict"] != "found") return "out of range";
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", 100 * number_or_nan(row["normalized_accuracy"]),
                     100 * number_or_nan(row["low"]), 100 * number_or_nan(row["high"]));
}

// Networks down, parameters across, in the order in which they appear.
Table cross_table(const Json& rows, std::string (*cell)(const Json&)) {
  Table table = {{"model / optimization"}};
  for (const Json& row : rows) {
    const std::string network = network_of(row), parameter = row["parameter"];
    if (table.size() == 1 || table.back().front() != network) table.push_back({network});
    table.back().push_back(cell(row));
    if (table.size() == 2) table.front().push_back(parameter);
  }
  return table;
}

// What the ranking sorts by, least first: eps_M at the tolerance. What the range does not reach
// comes last.
double sensitivity(const Json& row) {
  const double error = number_or_nan(row["mvm_error"]);
  return std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
}

std::string over_base(const Json& row) {
  const double ratio = number_or_nan(row["tolerance"]) / number_or_nan(row["base_value"]);
  return std::isfinite(ratio) ? fmt::format("{:.3g} x base", ratio) : "-";
}

// Rows of one network after another, the most sensitive parameter first.
Table ranking_table(const Json& rows) {
  std::vector<Json> sorted(rows.begin(), rows.end());
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto last = std::find_if(first, sorted.end(), [&](const Json& row) {
      return network_of(row) != network_of(*first);
    });
    std::stable_sort(first, last,
                     [](const Json& a, const Json& b) { return sensitivity(a) < sensitivity(b); });
    first = last;
  }
  Table table = {{"model / optimization", "rank", "parameter", "tolerance", "of the base",
                  "MVM error there, %", "verdict"}};
  std::size_t rank = 0;
  for (const Json& row : sorted) {
    const std::string network = network_of(row);
    rank = table.back().front() == network ? rank + 1 : 1;
    const double error = 100 * number_or_nan(row["mvm_error"]);
    table.push_back({network, fmt::format("{}", rank), row["parameter"], tolerance_cell(row),
                     over_base(row), std::isnan(error) ? "-" : fmt::format("{:.1f}", error),
                     row["verdict"]});
  }
  return table;
}

std::string equal_text(const Json& equal) {
  if (equal.is_null()) return "";
  std::string text = fmt::format(
      "\nNormalized accuracy in % where the MVM error is {:.4g} %, [interval over chips]\n",
      100 * equal["mvm_error"].get<double>());
  text += text_table(cross_table(equal["rows"], normalized_cell));
  text += "\nat these values:";
  const Json& rows = equal["rows"];
  for (const Json& row : rows) {
    if (network_of(row) != network_of(rows.front())) break;
    if (row["verdict"] == "found") {
      text += fmt::format(" {} = {}", row["parameter"].get<std::string>(), number(row["value"]));
      text += ',';
    }
  }
  text.back() = '\n';
  return text;
}

}  // namespace

std::string tolerance_text(const Json& outcome) {
  const double share = 100 * outcome["normalized_accuracy"].get<double>();
  std::string text = fmt::format(
      "Tolerances at {}: where normalized accuracy falls to {:.4g} % of the base hardware's, "
      "[{:.0f} % interval over chips, paired]\n",
      human_time(outcome["time_s"].get<double>()), share, 100 * outcome["level"].get<double>());
  text += text_table(cross_table(outcome["rows"], tolerance_cell));
  if (text.find('?') != std::string::npos) {
    text += "? lies beyond the range at this number of chips.\n";
  }
  text += "\nRanking, most sensitive first: by the MVM error at the tolerance\n";
  text += text_table(ranking_table(outcome["rows"]));
  return text + equal_text(outcome["equal_mvm_error"]);
}

}  // namespace imcbench
