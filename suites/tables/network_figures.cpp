// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/network_figures.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/statistics/paired.h"
#include "suites/models/model_file.h"
#include "suites/report/shared_chips.h"
#include "suites/tables/figures.h"

namespace imcbench {

namespace {

std::optional<std::size_t> place_of(const ScenarioResult& scenario, double time_s) {
  const std::vector<double>& times = scenario.record.time_s;
  const auto found = std::find(times.begin(), times.end(), time_s);
  if (found == times.end()) return std::nullopt;
  return static_cast<std::size_t>(found - times.begin());
}

const ScenarioResult* by_sha256(const ResultFile& result, const std::string& sha256) {
  for (const ScenarioResult& scenario : result.scenarios) {
    if (scenario.record.sha256 == sha256) return &scenario;
  }
  return nullptr;
}

// A* of every chip at one time.
std::vector<double> normalized_chips(const ScenarioResult& scenario, std::size_t time) {
  const ScenarioRecord& r = scenario.record;
  std::vector<double> chips;
  for (const std::uint32_t correct : correct_at(scenario, time)) {
    chips.push_back(normalized_accuracy(static_cast<double>(correct) / r.predictions(),
                                        static_cast<double>(r.fp_correct) / r.predictions(),
                                        r.chance_accuracy));
  }
  return chips;
}

void add(std::vector<double>& sum, const std::vector<double>& chips) {
  if (sum.empty()) sum.assign(chips.size(), 0.0);
  sum.resize(std::min(sum.size(), chips.size()));
  for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += chips[c];
}

}  // namespace

const ScenarioResult* find_scenario(const ResultFile& result, const std::string& model,
                                    const std::string& optimization) {
  for (const ScenarioResult& scenario : result.scenarios) {
    const ScenarioRecord& r = scenario.record;
    if (r.model == model && r.optimization == optimization && in_sweep(r)) return &scenario;
  }
  return nullptr;
}

std::optional<TimeFigures> figures_at(const NetworkResult& row, const std::string& optimization,
                                      double time_s) {
  const ScenarioResult* scenario = find_scenario(row.result, row.network->model, optimization);
  if (scenario == nullptr) return std::nullopt;
  for (const TimeFigures& figures : figures_of(*scenario).times) {
    if (figures.time_s == time_s) return figures;
  }
  return std::nullopt;
}

std::optional<Estimate> normalized_at(const NetworkResult& row, const std::string& optimization,
                                      double time_s) {
  const auto figures = figures_at(row, optimization, time_s);
  return figures ? std::optional(figures->normalized) : std::nullopt;
}

std::optional<Estimate> difference_at(const ScenarioResult* a, const ScenarioResult* b,
                                      double time_s) {
  if (a == nullptr || b == nullptr || a->record.predictions() != b->record.predictions() ||
      a->record.data_sha256 != b->record.data_sha256) {
    return std::nullopt;
  }
  const auto time_a = place_of(*a, time_s), time_b = place_of(*b, time_s);
  if (!time_a || !time_b) return std::nullopt;
  const SharedChips shared = shared_chips(*a, *time_a, *b, *time_b);
  if (shared.a.size() < 2) return std::nullopt;
  const MeanDifference d = compare_paired(shared.a, shared.b, a->record.predictions()).paired;
  return Estimate{d.value, d.low, d.high};
}

std::optional<Estimate> hwa_minus_direct(const NetworkResult& row, double time_s) {
  const std::string& model = row.network->model;
  return difference_at(find_scenario(row.result, model, kHwaName),
                       find_scenario(row.result, model, kDirectName), time_s);
}

std::optional<Estimate> full_minus_variant(const NetworkResult& row, const std::string& variant,
                                           double time_s) {
  const std::string full = with_ending(row.network->model, kHwaEnding);
  return difference_at(find_scenario(row.result, full, kDirectName),
                       find_scenario(row.result, with_ending(full, variant), kDirectName), time_s);
}

std::vector<double> equal_error_chips(const NetworkResult& row,
                                      const std::vector<std::string>& parameters) {
  std::vector<double> sum;
  double count = 0;
  for (const StudyOutcome& study : row.result.studies) {
    if (study.name != "tolerance") continue;
    const auto outcome = nlohmann::ordered_json::parse(study.json);
    if (outcome.at("equal_mvm_error").is_null()) return {};
    for (const auto& one : outcome.at("equal_mvm_error").at("rows")) {
      const std::string parameter = one.at("parameter");
      if (std::find(parameters.begin(), parameters.end(), parameter) == parameters.end()) continue;
      if (!one.at("sha256").is_string()) continue;
      const ScenarioResult* scenario = by_sha256(row.result, one.at("sha256"));
      if (scenario == nullptr) continue;
      const auto time = place_of(*scenario, outcome.at("time_s"));
      if (!time) continue;
      add(sum, normalized_chips(*scenario, *time));
      count += 1;
    }
  }
  for (double& value : sum) value /= count;
  return sum;
}

std::optional<Estimate> tolerance_of(const NetworkResult& row, const std::string& parameter) {
  for (const TableCell& cell : find_table_figure("tolerance").cells(row.result)) {
    if (cell.parameter == parameter) return cell.estimate;
  }
  return std::nullopt;
}

}  // namespace imcbench
