// SPDX-License-Identifier: Apache-2.0
// A point of an experiment: what one scenario changes with respect to its suite.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "suites/experiments/suite.h"
#include "suites/experiments/variation.h"

namespace imcbench {

// One change: "output_noise.sigma" = "0.04", "ir_drop.enabled" = "false", "preset" = "hermes",
// "samples" = "1000", "clip_weights.alpha" = "2.5". Values are as a suite file writes them.
struct Setting {
  std::string name, value;
  bool operator==(const Setting&) const = default;
};

struct ScenarioPoint {
  std::string model, optimization;
  std::vector<Setting> settings;  // in the order in which they are applied
  Variation variation;            // parameters that differ from chip to chip; usually none
  std::string study = "sweep";    // who asked for it
};

// The settings as text, "name = value", one a line, in order: ScenarioRecord::settings.
std::string settings_text(const std::vector<Setting>& settings);

// The suite with the settings of a point in place: hardware, samples, models = {model} and
// optimizations = {optimization}. InputError "unknown parameter ..." with the nearest valid name,
// or for a value out of range; `place` leads the message.
Suite suite_at(const Suite& suite, const ScenarioPoint& point, const std::string& place);

// Every name that a setting may have.
std::vector<std::string> setting_names();

}  // namespace imcbench
