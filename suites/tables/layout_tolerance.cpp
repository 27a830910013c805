// SPDX-License-Identifier: Apache-2.0
// layout = "tolerance": networks down, parameters across, from the tolerance study of each: the
// tolerance, and A* where all parameters make the same error of a product.
#include <fmt/format.h>

#include <cmath>

#include "suites/experiments/human_time.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/report/numbers.h"
#include "suites/tables/layouts.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

Json outcome_of(const NetworkResult& row) {
  for (const StudyOutcome& study : row.result.studies) {
    if (study.name == "tolerance") return Json::parse(study.json);
  }
  return nullptr;
}

std::string number(const Json& value) {
  return value.is_number() ? fmt::format("{:.3g}", value.get<double>()) : "?";
}

std::string tolerance_cell(const Json& row) {
  const std::string verdict = row.at("verdict");
  if (verdict == "beyond_range") return "borne at " + number(row.at("to"));
  if (verdict == "below_range") return "not borne at " + number(row.at("from"));
  return fmt::format("{} [{}, {}]", number(row.at("tolerance")), number(row.at("low")),
                     number(row.at("high")));
}

std::string equal_cell(const Json& row) {
  if (row.at("verdict") != "found") return "out of range";
  return percent_range({number_or_nan(row.at("normalized_accuracy")), number_or_nan(row.at("low")),
                        number_or_nan(row.at("high"))});
}

// Parameters down, because there are more of them than fit across; networks across.
std::string cross_table(const LayoutInput& input, const std::function<Json(const Json&)>& rows_of,
                        std::string (*cell)(const Json&)) {
  std::vector<std::vector<std::string>> table{{"parameter"}};
  for (std::size_t n = 0; n < input.results.size(); ++n) {
    table[0].push_back(input.results[n].network->model);
    const Json rows = rows_of(outcome_of(input.results[n]));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (table.size() <= i + 1) table.push_back({rows[i].at("parameter")});
      table[i + 1].resize(n + 1);
      table[i + 1].push_back(cell(rows[i]));
    }
  }
  return text_table(table, 1);
}

std::string text(const LayoutInput& input) {
  const Json first = outcome_of(input.results.front());
  std::string text = fmt::format(
      "value at which A* falls to {:.4g} % of the base hardware's, {} after programming, nothing\n"
      "trained anew [95 %, paired over chips]; ?: beyond the range at this number of chips\n\n",
      100 * first.at("normalized_accuracy").get<double>(),
      human_time(first.at("time_s").get<double>()));
  text += cross_table(
      input, [](const Json& outcome) { return outcome.at("rows"); }, tolerance_cell);
  if (first.at("equal_mvm_error").is_null()) return text;
  text += fmt::format("\nA* in % where the error of a product is {:.4g} % [95 %]\n\n",
                      100 * first.at("equal_mvm_error").at("mvm_error").get<double>());
  return text + cross_table(
                    input,
                    [](const Json& outcome) { return outcome.at("equal_mvm_error").at("rows"); },
                    equal_cell);
}

Json json(const LayoutInput& input) {
  Json list = Json::array();
  for (const NetworkResult& row : input.results) {
    list.push_back({{"model", row.network->model},
                    {"data", row.network->dataset},
                    {"family", row.network->family},
                    {"tolerance", outcome_of(row)}});
  }
  return list;
}

std::vector<std::string> models(const TableNetwork& network) { return {network.model}; }

}  // namespace

const TableLayout kToleranceLayout = {"tolerance", models, "tolerance", text, json};

}  // namespace imcbench
