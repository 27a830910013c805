// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/energy.h"

#include <fmt/format.h>

#include "suites/energy/energy_json.h"
#include "suites/experiments/scenario_energy.h"
#include "suites/experiments/studies/text_table.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint32_t kDefaultSamples = 32;

std::unique_ptr<const Study> parse(TomlTable table, const Suite&) {
  const auto samples =
      static_cast<std::uint32_t>(table.integer("samples", 1, kMaxSamples, kDefaultSamples));
  ParamValues values = ParamValues::defaults(kEnergyParams);
  table.parameters(values);
  table.finish("key in [energy]:");
  return std::make_unique<EnergyStudy>(std::move(values), samples);
}

std::string row_name(const Json& row) {
  std::string name = fmt::format("{} / {}", row["model"].get<std::string>(),
                                 row["optimization"].get<std::string>());
  for (const Json& setting : row["settings"]) name += ", " + setting.get<std::string>();
  return name;
}

Json row_json(const ScenarioPoint& point, const ScenarioRecord& record,
              const ScenarioEnergy& found) {
  Json row{{"sha256", record.sha256},
           {"model", point.model},
           {"optimization", point.optimization},
           {"settings", Json::array()}};
  for (const Setting& s : point.settings) {
    row["settings"].push_back(fmt::format("{} = {}", s.name, s.value));
  }
  row.update(network_energy_json(found.energy));
  row["amplitude_total"] = product_energy_json(found.amplitude.total);
  return row;
}

}  // namespace

StudyPlan EnergyStudy::plan(const Suite&) const { return {}; }

std::optional<Json> EnergyStudy::run(const Suite& suite, TrialSource& source) const {
  Json outcome{{"samples", samples_},
               {"constants", energy_constants_json(values_)},
               {"rows", Json::array()}};
  ScenarioEnergies energies(values_, samples_);
  for (const ScenarioPoint& point : sweep_points(suite)) {
    const auto workload = source.workload(point);
    outcome["rows"].push_back(row_json(point, source.record(source.scenario(point)),
                                       energies.of(suite_at(suite, point, suite.path), *workload)));
  }
  return outcome;
}

std::string energy_text(const Json& outcome) {
  std::vector<std::vector<std::string>> rows{{"scenario", "inputs", "rho", "array [nJ]",
                                              "with ADC [nJ]", "cells", "steps", "time [us]",
                                              "area [F^2]"}};
  for (const Json& row : outcome["rows"]) {
    const Json& total = row["total"];
    const auto number = [&](const char* key, double factor) {
      return fmt::format("{:.4g}", factor * total[key].get<double>());
    };
    rows.push_back({row_name(row), row["coding"].get<std::string>(), number("rho", 1),
                    number("array_J", 1e9), number("with_converters_J", 1e9),
                    total["cells"].dump(), total["steps"].dump(), number("time_s", 1e6),
                    number("area_F2", 1)});
  }
  return fmt::format("One sample, mean of {}; rho: mean over products, weighted by energy.\n{}",
                     outcome["samples"].dump(), text_table(rows));
}

const StudyRecord kEnergyStudy = {
    "energy",
    "Energy, delay, cells and area of every scenario of the sweep.",
    "our choice: suites/energy/energy_model.h",
    parse,
    energy_text,
};

}  // namespace imcbench
