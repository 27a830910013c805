// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/sweep.h"

#include <algorithm>
#include <unordered_set>

#include "kernels/core/check.h"
#include "suites/experiments/setting.h"

namespace imcbench {

namespace {

using Axes = std::vector<const SweepAxis*>;  // that move together
using Combination = std::vector<Setting>;    // one value of each axis in use

std::vector<Axes> groups_of(const Sweep& sweep) {
  std::vector<Axes> groups;
  for (const SweepAxis& axis : sweep.axes) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Axes& group) {
      return !axis.zip.empty() && group.front()->zip == axis.zip;
    });
    same == groups.end() ? groups.push_back({&axis}) : same->push_back(&axis);
  }
  return groups;
}

Combination extended(Combination combination, const Axes& group, std::size_t index) {
  for (const SweepAxis* axis : group) {
    combination.push_back({axis->parameter, axis->values[index]});
  }
  return combination;
}

std::vector<Combination> grid(const std::vector<Axes>& groups) {
  std::vector<Combination> all{{}};
  for (const Axes& group : groups) {
    std::vector<Combination> longer;
    for (const Combination& combination : all) {
      for (std::size_t i = 0; i < group.front()->values.size(); ++i) {
        longer.push_back(extended(combination, group, i));
      }
    }
    all = std::move(longer);
  }
  return all;
}

std::vector<Combination> one_at_a_time(const std::vector<Axes>& groups) {
  std::vector<Combination> all{{}};
  for (const Axes& group : groups) {
    for (std::size_t i = 0; i < group.front()->values.size(); ++i) {
      all.push_back(extended({}, group, i));
    }
  }
  return all;
}

// In floating point: products of axis lengths do not overflow, and up to the limit they are exact.
double count_of(const Suite& suite, const std::vector<Axes>& groups) {
  double product = 1, sum = 1;
  for (const Axes& group : groups) {
    product *= static_cast<double>(group.front()->values.size());
    sum += static_cast<double>(group.front()->values.size());
  }
  return static_cast<double>(suite.models.size() * suite.optimizations.size()) *
         (suite.sweep.mode == SweepMode::grid ? product : sum);
}

// Is the stage of this setting switched off by another one of the same point?
bool is_off(const StageRecord& stage, const Combination& settings) {
  const std::string name = std::string(stage.info->name) + ".enabled";
  return std::any_of(settings.begin(), settings.end(), [&](const Setting& setting) {
    return setting.name == name && setting.value == "false";
  });
}

bool has_effect(const Setting& setting, const ScenarioPoint& point, const Combination& all) {
  const SettingTarget target = find_setting(setting.name, "sweep");
  if (target.optimization != nullptr) return point.optimization == target.optimization->name;
  return target.stage == nullptr || target.is_switch || !is_off(*target.stage, all);
}

ScenarioPoint point_of(const std::string& model, const std::string& optimization,
                       const Combination& combination) {
  ScenarioPoint point{model, optimization, {}, {}};
  Combination settings;
  for (const Setting& setting : combination) {
    if (setting.name == kModelAxis) {
      point.model = setting.value;
    } else if (setting.name == kOptimizationAxis) {
      point.optimization = setting.value;
    } else {
      settings.push_back(setting);
    }
  }
  for (const Setting& setting : settings) {
    if (has_effect(setting, point, settings)) point.settings.push_back(setting);
  }
  return point;
}

// Equal for points that simulate the same. Checks the point on the way.
std::string effect_of(const Suite& suite, const ScenarioPoint& point) {
  std::string place = suite.sweep.place.empty() ? suite.path : suite.sweep.place;
  for (const Setting& setting : point.settings) {
    place += fmt::format("{} {} = {}", &setting == &point.settings.front() ? ": at" : ",",
                         setting.name, setting.value);
  }
  const Suite changed = suite_at(suite, point, place);
  return fmt::format("{}\n{}\n{}\n[{}]\n{}", point.model, point.optimization, changed.samples,
                     fmt::join(optimization_parameters(changed, point.optimization).values, ", "),
                     changed.hardware.canonical_text());
}

}  // namespace

std::vector<ScenarioPoint> sweep_points(const Suite& suite) {
  const std::vector<Axes> groups = groups_of(suite.sweep);
  const double count = count_of(suite, groups);
  if (count > static_cast<double>(kMaxScenarios)) {
    input_error("{}: the sweep makes {:.0f} scenarios; allowed: at most {}", suite.sweep.place,
                count, kMaxScenarios);
  }
  const std::vector<Combination> combinations =
      suite.sweep.mode == SweepMode::grid ? grid(groups) : one_at_a_time(groups);
  std::vector<ScenarioPoint> points;
  std::unordered_set<std::string> seen;
  for (const std::string& model : suite.models) {
    for (const std::string& optimization : suite.optimizations) {
      for (const Combination& combination : combinations) {
        ScenarioPoint point = point_of(model, optimization, combination);
        if (seen.insert(effect_of(suite, point)).second) points.push_back(std::move(point));
      }
    }
  }
  return points;
}

}  // namespace imcbench
