// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/task_runner.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "datasets/search.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::size_t kKeptScenarios = 2;

using Json = nlohmann::json;

Json to_json(const ScenarioPoint& point) {
  Json settings = Json::array(), factors = Json::array();
  for (const Setting& s : point.settings) settings.push_back({s.name, s.value});
  for (const Factor& f : point.variation.factors) {
    factors.push_back({f.parameter, static_cast<int>(f.law), f.a, f.b});
  }
  return {{"model", point.model},
          {"optimization", point.optimization},
          {"settings", settings},
          {"factors", factors},
          {"draw_sets", point.variation.draw_sets},
          {"shift", point.variation.shift},
          {"nominal_share", point.variation.nominal_share},
          {"spread", point.variation.spread},
          {"study", point.study}};
}

ScenarioPoint point_from_json(const Json& json) {
  ScenarioPoint point;
  point.model = json.at("model");
  point.optimization = json.at("optimization");
  for (const Json& s : json.at("settings")) point.settings.push_back({s.at(0), s.at(1)});
  for (const Json& f : json.at("factors")) {
    point.variation.factors.push_back(
        {f.at(0), static_cast<FactorLaw>(f.at(1).get<int>()), f.at(2), f.at(3)});
  }
  point.variation.draw_sets = json.at("draw_sets").get<std::vector<std::string>>();
  point.variation.shift = json.at("shift").get<std::vector<double>>();
  point.variation.nominal_share = json.at("nominal_share");
  point.variation.spread = json.at("spread");
  point.study = json.at("study");
  return point;
}

std::string key_of(const ScenarioPoint& point) { return to_json(point).dump(); }

std::vector<double> factor_rows(const Variation& variation, std::uint64_t seed,
                                std::span<const std::uint32_t> chips) {
  std::vector<double> rows;
  if (variation.empty()) return rows;
  for (const std::uint32_t chip : chips) {
    const std::vector<double> values = factor_values(variation, seed, chip);
    rows.insert(rows.end(), values.begin(), values.end());
  }
  return rows;
}

}  // namespace

std::string to_text(const std::vector<Task>& tasks) {
  Json list = Json::array();
  for (const Task& task : tasks) {
    list.push_back({{"point", to_json(task.point)}, {"chips", task.chips}});
  }
  return list.dump();
}

std::vector<Task> tasks_from_text(const std::string& text) {
  std::vector<Task> tasks;
  for (const Json& json : Json::parse(text)) {
    tasks.push_back(
        {point_from_json(json.at("point")), json.at("chips").get<std::vector<std::uint32_t>>()});
  }
  return tasks;
}

TaskRunner::TaskRunner(const Suite& suite, const BackendOptions& backend,
                       const std::string& data_dir)
    : suite_(suite), backend_(backend), workloads_(standard_search(data_dir)) {}

Suite TaskRunner::at(const ScenarioPoint& point) const {
  return suite_at(suite_, point, suite_.path);
}

ScenarioRecord TaskRunner::record(const ScenarioPoint& point) {
  const Suite suite = at(point);
  return make_record(suite, point, *workloads_.get(suite));
}

PreparedScenario& TaskRunner::prepare(const ScenarioPoint& point) {
  const std::string key = key_of(point);
  const auto found =
      std::find_if(recent_.begin(), recent_.end(), [&](const Prepared& p) { return p.key == key; });
  if (found != recent_.end()) {
    recent_.splice(recent_.begin(), recent_, found);
  } else {
    if (recent_.size() == kKeptScenarios) recent_.pop_back();
    const Suite suite = at(point);
    const std::shared_ptr<const Workload> workload = workloads_.get(suite);
    recent_.push_front({key, std::make_unique<PreparedScenario>(
                                 suite, point, workload, ranges_.of(suite, *workload), backend_)});
  }
  return *recent_.front().scenario;
}

std::optional<Trials> TaskRunner::run(const Task& task, const Evaluator::Progress& progress) {
  TrialCounts counts;
  if (!prepare(task.point).evaluator().evaluate(task.chips, counts, progress)) return std::nullopt;
  return Trials{task.chips,
                std::move(counts.correct),
                std::move(counts.loss_q24),
                std::move(counts.rejected),
                std::move(counts.correct_bits),
                factor_rows(task.point.variation, suite_.seed, task.chips)};
}

std::uint32_t TaskRunner::split_samples(const ScenarioPoint& point) {
  return workloads_.get(at(point))->split_samples;
}

std::size_t TaskRunner::planned_bytes(const ScenarioPoint& point, std::uint32_t chip_batch) {
  const Suite suite = at(point);
  const std::size_t workload = workloads_.get(suite)->bytes();
  return workload + prepare(point).planned_bytes(chip_batch);
}

}  // namespace imcbench
