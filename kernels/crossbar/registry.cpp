// SPDX-License-Identifier: Apache-2.0
#include "kernels/crossbar/registry.h"

#include <algorithm>
#include <utility>

#include "kernels/core/check.h"
#include "kernels/crossbar/drift_compensation.h"
#include "kernels/crossbar/input_range.h"
#include "kernels/crossbar/management.h"
#include "kernels/crossbar/mapping.h"
#include "kernels/crossbar/weight_slices.h"
#include "kernels/nonidealities/list.h"

namespace imcbench {

namespace {

template <class T>
StageRecord record_of(bool always_on = false) {
  StageRecord record{&T::info, T::params, always_on, {}, nullptr, nullptr};
  if constexpr (requires { T::cases; }) record.cases = T::cases;
  if constexpr (requires { &T::check; }) record.check = &T::check;
  if constexpr (requires { T::kWindow; }) record.window = &T::kWindow;
  return record;
}

template <class... Fs>
void append(std::vector<StageRecord>& records, const Chain<Fs...>&) {
  (records.push_back(record_of<Fs>()), ...);
}

// What the standard crossbar has on, besides what is always on.
constexpr const char* kStandardStages[] = {
    "pcm_programming_noise", "pcm_drift", "pcm_accumulated_noise",
    "dac",                   "ir_drop",   "pcm_read_noise",
    "output_noise",          "adc",       "drift_compensation"};

std::vector<StageRecord> build_records() {
  std::vector<StageRecord> records;
  append(records, FabricateChain{});
  append(records, FaultChain{});
  records.push_back(record_of<Mapping>(true));
  records.push_back(record_of<WeightSlices>());
  append(records, ProgramChain{});
  append(records, AgeChain{});
  records.push_back(record_of<InputRange>(true));
  records.push_back(record_of<InputManagement>());
  append(records, InputChain{});
  append(records, FluctuationChain{});
  append(records, OutputChain{});
  records.push_back(record_of<BoundManagement>());
  records.push_back(record_of<DriftCompensation>());
  return records;
}

}  // namespace

std::span<const StageRecord> stage_records() {
  static const std::vector<StageRecord> records = build_records();
  return records;
}

const StageRecord* find_stage(std::string_view name) {
  for (const StageRecord& record : stage_records()) {
    if (name == record.info->name) return &record;
  }
  return nullptr;
}

std::vector<std::string> stage_names() {
  std::vector<std::string> names;
  for (const StageRecord& record : stage_records()) names.emplace_back(record.info->name);
  return names;
}

Hardware::Hardware() {
  for (const StageRecord& record : stage_records()) {
    settings_.push_back({&record, record.always_on, ParamValues::defaults(record.params)});
  }
}

Hardware Hardware::standard() {
  Hardware hardware;
  for (const char* name : kStandardStages) hardware[name].enabled = true;
  return hardware;
}

const StageSetting& Hardware::operator[](std::string_view name) const {
  for (const StageSetting& setting : settings_) {
    if (name == setting.record->info->name) return setting;
  }
  throw std::logic_error(fmt::format("no stage is named '{}'", name));
}

StageSetting& Hardware::operator[](std::string_view name) {
  return const_cast<StageSetting&>(std::as_const(*this)[name]);
}

void Hardware::check(std::string_view place) const {
  const ParamValues& mapping = (*this)["mapping"].values;
  const double window = mapping["g_max_uS"] - mapping["g_min_uS"];
  if (window < Mapping::kSmallestWindow * mapping["g_max_uS"]) {
    input_error("{}: mapping.g_min_uS = {} must be below mapping.g_max_uS = {} by at least {} %",
                place, mapping["g_min_uS"], mapping["g_max_uS"], 100 * Mapping::kSmallestWindow);
  }
  for (const StageSetting& setting : settings_) {
    if (!setting.enabled) continue;
    const StageRecord& record = *setting.record;
    if (record.check != nullptr) record.check(setting.values, place);
    if (record.window != nullptr) {
      record.window->require(fmt::format("{}: {}", place, record.info->name), mapping["g_min_uS"],
                             mapping["g_max_uS"]);
    }
  }
  if ((*this)["bound_management"].enabled && !(*this)["adc"].enabled) {
    input_error("{}: bound_management needs 'adc' to be on: it watches for saturated outputs", place);
  }
}

void fit_mapping(Hardware& hardware, std::string_view stage) {
  const FittedWindow* window = hardware[stage].record->window;
  if (window == nullptr) return;
  hardware["mapping"].values.set("g_min_uS", window->lo_uS);
  hardware["mapping"].values.set("g_max_uS", window->hi_uS);
}

std::string Hardware::canonical_text() const {
  std::vector<std::string> lines;
  for (const StageSetting& setting : settings_) {
    if (!setting.enabled) continue;
    const char* stage = setting.record->info->name;
    lines.push_back(fmt::format("hardware.{} = on\n", stage));
    for (std::size_t i = 0; i < setting.record->params.size(); ++i) {
      lines.push_back(fmt::format("hardware.{}.{} = {}\n", stage, setting.record->params[i].name,
                                  setting.values.values[i]));
    }
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

}  // namespace imcbench
