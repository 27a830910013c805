// SPDX-License-Identifier: Apache-2.0
// layout = "ablation": what each ingredient of a training recipe adds. Variants of a network,
// "MODEL-hwa<variant>", trained without one of them, beside the network as it was and the whole
// recipe "MODEL-hwa"; differences on the same chips.
#include <fmt/format.h>

#include "suites/experiments/human_time.h"
#include "suites/models/model_file.h"
#include "suites/report/numbers.h"
#include "suites/tables/layouts.h"
#include "suites/tables/network_figures.h"

namespace imcbench {

namespace {

using Row = std::vector<std::string>;
using Json = nlohmann::ordered_json;

std::string full_recipe(const TableNetwork& network) {
  return with_ending(network.model, kHwaEnding);
}

std::vector<std::string> models(const TableNetwork& network) {
  const std::string full = full_recipe(network);
  std::vector<std::string> names{full, network.model};
  for (const std::string& variant : network.variants) names.push_back(with_ending(full, variant));
  return names;
}

void add_model(const NetworkResult& row, const std::string& model, std::vector<Row>& rows) {
  const ScenarioResult* scenario = find_scenario(row.result, model, kDirectName);
  if (scenario == nullptr) return;
  const ScenarioRecord& r = scenario->record;
  const ScenarioResult* full = find_scenario(row.result, full_recipe(*row.network), kDirectName);
  Row line{model, percent(static_cast<double>(r.fp_correct) / r.predictions())};
  for (const TimeFigures& f : figures_of(*scenario).times) {
    line.push_back(percent_range(f.accuracy));
    const auto difference =
        scenario == full ? std::nullopt : difference_at(scenario, full, f.time_s);
    line.push_back(difference ? points_range(*difference) : "");
  }
  rows.push_back(std::move(line));
}

std::string text(const LayoutInput& input) {
  std::string text;
  for (const NetworkResult& row : input.results) {
    std::vector<Row> rows{{"trained as", "floating point"}};
    for (const double time_s : row.result.scenarios.front().record.time_s) {
      rows[0].push_back(human_time(time_s));
      rows[0].push_back("minus the whole recipe");
    }
    for (const std::string& model : models(*row.network)) add_model(row, model, rows);
    text += fmt::format("{} on {} ({})\n{}\n", row.network->model, row.network->dataset,
                        row.network->family, text_table(rows, 1));
  }
  return text +
         "Mean accuracy in % [95 %] over freshly programmed chips, for these test samples; the\n"
         "differences are paired, on the same chips, in percentage points.\n";
}

Json json(const LayoutInput& input) {
  Json list = Json::array();
  for (const NetworkResult& row : input.results) {
    Json one{{"model", row.network->model}, {"family", row.network->family}};
    one["rows"] = Json::array();
    const ScenarioResult* full = find_scenario(row.result, full_recipe(*row.network), kDirectName);
    for (const ScenarioResult& scenario : row.result.scenarios) {
      for (const TimeFigures& f : figures_of(scenario).times) {
        Json cell{{"model", scenario.record.model}, {"time_s", f.time_s}};
        add_estimate(cell, "accuracy", f.accuracy);
        const auto difference = difference_at(&scenario, full, f.time_s);
        if (difference && &scenario != full) add_estimate(cell, "minus_recipe", *difference);
        one["rows"].push_back(std::move(cell));
      }
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

const TableLayout kAblationLayout = {"ablation", models, "", text, json};

}  // namespace imcbench
