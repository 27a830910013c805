// SPDX-License-Identifier: Apache-2.0
// Every nonideality and stage with its declarations, in the order in which a chip meets them.
// Derived from nonidealities/list.h and the stages of this folder; nothing is listed twice.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/nonidealities/device_table.h"
#include "kernels/nonidealities/fitted_window.h"
#include "kernels/nonidealities/nonideality.h"

namespace imcbench {

struct StageRecord {
  const NonidealityInfo* info;
  std::span<const ParamInfo> params;
  bool always_on;  // mapping and input range: there is no chip without them
  std::span<const char* const> cases;  // parameter values that `imcbench verify` tries
  void (*check)(const ParamValues&, std::string_view place);  // between parameters; may be null
  const FittedWindow* window = nullptr;  // conductances it was fitted for; null: any
  void (*try_bind)(const ParamValues&, const TileContext&) = nullptr;  // throws what binding throws
  const TableKindInfo* table = nullptr;      // of the table it needs; null: it takes none
  DeviceTable (*example)() = nullptr;        // a table to try it with
};

std::span<const StageRecord> stage_records();
const StageRecord* find_stage(std::string_view name);  // nullptr if unknown
std::vector<std::string> stage_names();
std::vector<std::string> table_stage_names();  // of those that take a table

struct StageSetting {
  const StageRecord* record;
  bool enabled;
  ParamValues values;
  std::shared_ptr<const DeviceTable> table = nullptr;  // for kinds that take one
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

  // Conditions between parameters (g_min below g_max ...), tables that are needed; throws
  // InputError.
  void check(std::string_view place) const;
  // Is everything that is on valid at these times? Throws InputError.
  void check_times(std::span<const double> times_s, std::string_view place) const;
  // Gives every kind that takes a table and has none its example.
  void use_example_tables();
  // One line per enabled stage parameter, "adc.steps = 254", sorted: the canonical text.
  // A table is there by its content: "table_drift.table.sha256 = ...".
  std::string canonical_text() const;

 private:
  std::vector<StageSetting> settings_;
};

// Sets the mapping to the window that a stage was fitted for, if it names one.
void fit_mapping(Hardware& hardware, std::string_view stage);

}  // namespace imcbench
