// SPDX-License-Identifier: Apache-2.0
// A suite: what to simulate, as read from a suite file (suites/README.md) and the command line.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/crossbar/registry.h"
#include "suites/experiments/stopping.h"
#include "suites/experiments/sweep.h"

namespace imcbench {

class Study;  // studies/study.h

struct NamedStudy {
  std::string name;  // its table in the suite file
  std::shared_ptr<const Study> study;
};

// [hardware] read on another preset than its base: what a "preset" setting puts in place.
struct PresetHardware {
  std::string name;  // the preset's
  Hardware hardware;
};

struct Suite {
  std::string path, text;
  std::string name, title;
  std::int32_t version = 1;
  std::uint64_t seed = 0;
  std::vector<std::string> models;  // zoo names or files
  std::vector<std::string> optimizations;
  std::string dataset, split;
  std::uint32_t samples = 0;  // test samples per trial
  std::uint32_t chips = 0;
  std::vector<double> times_s;  // ascending
  double accuracy_target = 0;
  bool keep_bits = false;
  std::string preset;  // name of the hardware preset that [hardware] base gave
  Hardware hardware;   // the preset with the suite's changes
  std::map<std::string, ParamValues> optimization_values;  // what [optimization.NAME] tables set
  Sweep sweep;
  // By the name or path that an axis gives, for every preset that an axis names.
  std::map<std::string, std::shared_ptr<const PresetHardware>> presets;
  std::string overrides;  // "key = value" lines from the command line
  Stopping stopping;
  std::vector<NamedStudy> studies;  // in the order of studies/list.h
};

// Settings that the command line may change. The command line wins over the file.
struct SuiteOverrides {
  std::optional<std::uint32_t> chips, samples;
  std::optional<std::uint64_t> seed;
};

// InputError with file:line:column for anything wrong.
Suite parse_suite(const std::string& path);
void apply_overrides(Suite& suite, const SuiteOverrides& overrides);

// Parameters of an optimization: the suite's, or its defaults.
ParamValues optimization_parameters(const Suite& suite, const std::string& name);

inline constexpr std::int64_t kMaxChips = 100'000'000;
inline constexpr std::int64_t kMaxSamples = 10'000'000;

}  // namespace imcbench
