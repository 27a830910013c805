// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/chip_source.h"

#include <algorithm>
#include <string_view>

#include "suites/verification/kinds.h"

namespace imcbench {

namespace {

bool is_device_stage(Stage stage) { return stage == Stage::program || stage == Stage::age; }

// Switches on what `change` does to a copy and the chip accepts.
template <class Change>
void try_each_other(Hardware& hardware, std::string_view kind, std::span<const double> times_s,
                    const Change& change) {
  for (const StageRecord& record : stage_records()) {
    if (kind == record.info->name || find_kind(record.info->name) == nullptr) continue;
    Hardware trial = hardware;
    if (change(trial[record.info->name]) && accepts(trial, times_s)) hardware = trial;
  }
}

bool at_zero_strength(StageSetting& setting) {
  const std::vector<std::string> strengths = strengths_of(*setting.record);
  for (const std::string& name : strengths) setting.values.set(name, 0.0);
  setting.enabled = true;
  return !strengths.empty();
}

bool as_device_kind(StageSetting& setting) {
  setting.enabled = true;
  return is_device_stage(setting.record->info->stage);
}

std::vector<float> floats(std::span<const double> values) { return {values.begin(), values.end()}; }

std::vector<float> weights_of(const ReadSubject& subject) {
  const std::size_t rows = subject.weights.size();
  std::vector<float> weights(rows * subject.columns, 0.0f);
  for (std::size_t k = 0; k < rows; ++k) {
    for (std::size_t n = 0; n < subject.columns; ++n) {
      const bool connected = !subject.one_to_one || k == n;
      if (connected) weights[k * subject.columns + n] = static_cast<float>(subject.weights[k]);
    }
  }
  return weights;
}

}  // namespace

std::vector<std::string> strengths_of(const StageRecord& record) {
  std::vector<std::string> names;
  for (const ParamInfo& param : record.params) {
    const std::string_view name = param.name;
    if (name == "scale" || name == "sigma") names.emplace_back(name);
  }
  return names;
}

ChipSource::ChipSource(Hardware hardware, std::string kind, std::vector<double> times_s,
                       std::uint64_t seed)
    : hardware_(std::move(hardware)),
      with_others_at_zero_(hardware_),
      with_device_kinds_(hardware_),
      kind_(std::move(kind)),
      times_s_(std::move(times_s)),
      seed_(seed) {
  try_each_other(with_others_at_zero_, kind_, times_s_, at_zero_strength);
  try_each_other(with_device_kinds_, kind_, times_s_, as_device_kind);
}

std::uint32_t ChipSource::input_slices() const {
  const float one = 1.0f;
  return Bench(hardware_, {1, 1}, {&one, 1}, {&one, 1}, times_s_, seed_).input_slices();
}

Hardware ChipSource::variant(const Setting& setting) const {
  Hardware hardware = hardware_;
  switch (setting.beside) {
    case Beside::nothing: break;
    case Beside::drift_compensation: hardware["drift_compensation"].enabled = true; break;
    case Beside::others_at_zero: return with_others_at_zero_;
    case Beside::device_kinds: return with_device_kinds_;
    case Beside::nothing_at_all: hardware[kind_].enabled = false; break;
    case Beside::zero_strength: {
      ParamValues& values = hardware[kind_].values;
      values = ParamValues::defaults(values.infos);
      values.set(setting.strength, 0.0);
      break;
    }
  }
  return hardware;
}

std::vector<double> ChipSource::conductances_uS(const DeviceQuery& query) const {
  const auto weight = static_cast<float>(query.polarity == 0 ? query.weight : -query.weight);
  const std::vector<float> weights(kCells, weight), x(kRows, 1.0f);
  const Bench bench(variant(query.setting), {kRows, kColumns, 1, query.tile}, weights, x, times_s_,
                    seed_);
  std::vector<double> all;
  for (const std::uint32_t chip : query.chips) {
    const auto g_uS =
        bench.conductances_uS(chip, query.time, query.polarity, query.programmed);
    all.insert(all.end(), g_uS.begin(), g_uS.end());
  }
  return all;
}

std::vector<double> ChipSource::results(const ReadQuery& query) const {
  const ReadSubject& subject = *query.subject;
  const auto inputs = static_cast<std::uint32_t>(subject.weights.size());
  const Bench bench(variant(query.setting), {inputs, subject.columns, query.positions, query.tile, subject.input_slice},
                    weights_of(subject), floats(subject.x), times_s_, seed_);
  ChipCpu chip(bench.analog(), query.samples);
  std::vector<double> all;
  for (const std::uint32_t index : query.chips) {
    bench.append_results(chip, index, query.time, query.first_sample, query.samples, all);
  }
  return all;
}

}  // namespace imcbench
