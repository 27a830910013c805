// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/solutions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "kernels/core/check.h"
#include "suites/experiments/setting.h"
#include "suites/models/model_file.h"

namespace imcbench {

namespace {

std::string text_of(double value) { return fmt::format("{:.9g}", value); }

Solution read_solution(TomlTable table) {
  Solution s;
  s.place = table.place();
  s.name = table.string("name");
  s.ending = table.string("ending", "");
  if (table.offers("stages")) s.stages = table.strings("stages");
  for (const std::string& stage : s.stages) {
    find_setting(stage + ".enabled", table.place("stages"));
    if (std::string(kRhoParameter).starts_with(stage + ".")) {
      input_error("{}: '{}' is what all solutions have", table.place("stages"), stage);
    }
  }
  const std::vector<std::string> ways{"nothing", "rho", "reads"};
  if (table.offers("buys")) {
    const std::string way = table.choice("buys", ways);
    s.buys = static_cast<Buys>(std::find(ways.begin(), ways.end(), way) - ways.begin());
  }
  s.baseline = table.boolean("baseline", false);
  s.compared_with = table.string("compared_with", "");
  table.finish("key in [[solution]]:");
  return s;
}

std::set<std::string> switched_stages(const SolutionPlan& plan) {
  std::set<std::string> stages;
  for (const Solution& s : plan.solutions) stages.insert(s.stages.begin(), s.stages.end());
  return stages;
}

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// "MODEL-s2" of "MODEL-s", or "MODEL-s2.h5" of "MODEL-s.h5".
bool is_seed_of(const std::string& model, const std::string& ending_s) {
  const std::size_t dot = ending_s.ends_with(".h5") ? ending_s.size() - 3 : ending_s.size();
  const std::string stem = ending_s.substr(0, dot), rest = ending_s.substr(dot);
  if (!model.starts_with(stem) || !model.ends_with(rest)) return false;
  const std::string number = model.substr(stem.size(), model.size() - stem.size() - rest.size());
  return !number.empty() && number.find_first_not_of("0123456789") == std::string::npos;
}

void check_names(const std::vector<Solution>& solutions) {
  std::vector<std::string> names;
  for (const Solution& s : solutions) {
    if (contains(names, s.name)) input_error("{}: 'name' = '{}' is there twice", s.place, s.name);
    names.push_back(s.name);
  }
  for (const Solution& s : solutions) {
    if (s.compared_with == s.name) {
      input_error("{}: '{}' is compared with itself", s.place, s.name);
    }
    if (s.compared_with.empty() || contains(names, s.compared_with)) continue;
    input_error("{}: no solution '{}'{}", s.place, s.compared_with,
                suggestion(s.compared_with, names));
  }
}

std::map<std::string, std::string> settings_of(const ScenarioRecord& record) {
  std::map<std::string, std::string> settings;
  std::istringstream lines(record.settings);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find(" = ");
    if (equals != std::string::npos) settings[line.substr(0, equals)] = line.substr(equals + 3);
  }
  return settings;
}

}  // namespace

SolutionPlan read_solutions(TomlTable& root) {
  SolutionPlan plan;
  for (TomlTable& table : root.tables("solution")) {
    plan.solutions.push_back(read_solution(std::move(table)));
  }
  check_names(plan.solutions);
  TomlTable points = root.table("operating_points");
  plan.place = root.place("operating_points");
  plan.rhos = points.reals("rho", kSmallestRho, kLargestRho);
  plan.kappas = points.reals("kappa", 0.0, 1.0);
  points.finish("key in [operating_points]:");
  if (!std::is_sorted(plan.rhos.begin(), plan.rhos.end()) ||
      !std::is_sorted(plan.kappas.begin(), plan.kappas.end())) {
    input_error("{}: rho and kappa must ascend", root.place("operating_points"));
  }
  return plan;
}

std::vector<std::string> models_of(const Solution& solution, std::span<const std::string> models) {
  const std::string first = with_ending(models.front(), solution.ending);
  std::vector<std::string> found;
  for (const std::string& model : models) {
    if (model == first || is_seed_of(model, with_ending(models.front(), solution.ending + "-s"))) {
      found.push_back(model);
    }
  }
  return found;
}

void set_sweep(const SolutionPlan& plan, std::span<const SolutionPoint> points, Suite& suite) {
  SweepAxis models{kModelAxis, {}, "points"}, rhos{kRhoParameter, {}, "points"};
  std::vector<SweepAxis> switches;
  for (const std::string& stage : switched_stages(plan)) {
    switches.push_back({stage + ".enabled", {}, "points"});
  }
  for (const SolutionPoint& point : points) {
    models.values.push_back(point.model);
    rhos.values.push_back(text_of(point.rho.value()));
    for (SweepAxis& axis : switches) {
      const std::string stage = axis.parameter.substr(0, axis.parameter.rfind('.'));
      axis.values.emplace_back(contains(point.stages, stage) ? "true" : "false");
    }
  }
  SweepAxis kappas{kKappaParameter, {}, ""};
  for (const double kappa : plan.kappas) kappas.values.push_back(text_of(kappa));
  suite.sweep = {};
  suite.sweep.axes = {models, rhos};
  suite.sweep.axes.insert(suite.sweep.axes.end(), switches.begin(), switches.end());
  suite.sweep.axes.push_back(kappas);
  suite.models = {points.front().model};
  for (const SweepAxis& axis : suite.sweep.axes) {
    suite.overrides +=
        fmt::format("sweep.{} = [{}]\n", axis.parameter, fmt::join(axis.values, ", "));
  }
}

const ScenarioResult* find_point(const ResultFile& result, const SolutionPlan& plan,
                                 const SolutionPoint& point, double kappa) {
  const std::set<std::string> stages = switched_stages(plan);
  for (const ScenarioResult& scenario : result.scenarios) {
    if (scenario.record.model != point.model) continue;
    auto settings = settings_of(scenario.record);
    const bool same = std::all_of(stages.begin(), stages.end(), [&](const std::string& stage) {
      return (settings[stage + ".enabled"] == "true") == contains(point.stages, stage);
    });
    const bool same_rho = !point.rho || settings[kRhoParameter] == text_of(*point.rho);
    if (same && same_rho && settings[kKappaParameter] == text_of(kappa)) {
      return &scenario;
    }
  }
  return nullptr;
}

}  // namespace imcbench
