// SPDX-License-Identifier: Apache-2.0
// Every nonideality and stage with its declarations, in the order in which a chip meets them.
// Derived from nonidealities/list.h and the stages of this folder; nothing is listed twice.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/nonidealities/fitted_window.h"
#include "kernels/nonidealities/nonideality.h"

namespace imcbench {

struct StageRecord {
  const NonidealityInfo* info;
  std::span<const ParamInfo> params;
  bool always_on;  // mapping and input range: there is no chip without them
  std::span<const char* const> cases;  // parameter values that `imcbench verify` tries
  void (*check)(const ParamValues&, std::string_view place);  // between parameters; may be null
  const FittedWindow* window;  // conductances it was fitted for; null: any
};

std::span<const StageRecord> stage_records();
const StageRecord* find_stage(std::string_view name);  // nullptr if unknown
std::vector<std::string> stage_names();

struct StageSetting {
  const StageRecord* record;
  bool enabled;
  ParamValues values;
};

// Settings of the whole chip: one entry per stage record, in that order.
class Hardware {
 public:
  // Everything off, all parameters at their defaults.
  Hardware();
  // The standard analog crossbar, its stages at their defaults: the preset "standard".
  static Hardware standard();

  const StageSetting& operator[](std::string_view name) const;
  StageSetting& operator[](std::string_view name);
  std::span<const StageSetting> settings() const& { return settings_; }
  std::span<const StageSetting> settings() const&& = delete;  // would outlive its Hardware

  // Conditions between parameters (g_min below g_max ...); throws InputError.
  void check(std::string_view place) const;
  // One line per enabled stage parameter, "adc.steps = 254", sorted: the canonical text.
  std::string canonical_text() const;

 private:
  std::vector<StageSetting> settings_;
};

// Sets the mapping to the window that a stage was fitted for, if it names one.
void fit_mapping(Hardware& hardware, std::string_view stage);

}  // namespace imcbench
