// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/suite.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "suites/config/toml_reader.h"
#include "suites/config/value_range.h"
#include "suites/experiments/point.h"
#include "suites/experiments/studies/list.h"
#include "suites/experiments/sweep_file.h"
#include "suites/hardware/preset.h"
#include "suites/hardware/stage_tables.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/list.h"

namespace imcbench {

namespace {

constexpr std::int64_t kSuiteSchema = 1;
constexpr double kLongestTime_s = 1e12;  // 30,000 years

void read_hardware(TomlTable table, Suite& suite) {
  const std::string base = table.string("base");
  HardwarePreset preset = read_preset(find_preset(base, suite.path, table.place("base")));
  suite.preset = std::move(preset.name);
  suite.hardware = std::move(preset.hardware);
  read_stage_tables(table, suite.hardware);
  suite.hardware.check_times(suite.times_s, table.place());
}

// times_s = { log10 = [1, 1e8, 9] }
std::vector<double> read_time_range(TomlTable table) {
  std::vector<double> times = read_range(table, 0.0, kLongestTime_s);
  table.finish("key of 'times_s':");
  return times;
}

std::vector<double> read_times(TomlTable& chips) {
  const std::vector<double> times = chips.holds_table("times_s")
                                        ? read_time_range(chips.table("times_s"))
                                        : chips.reals("times_s", 0.0, kLongestTime_s);
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] <= times[i - 1]) {
      input_error("{}: 'times_s' must rise; {} follows {}", chips.place("times_s"), times[i],
                  times[i - 1]);
    }
  }
  return times;
}

std::vector<std::string> read_optimizations(TomlTable& network) {
  std::vector<std::string> names = network.strings("optimizations");
  const std::vector<std::string> known = optimization_names();
  for (const std::string& name : names) {
    if (find_optimization(name) == nullptr) {
      input_error("{}: unknown optimization '{}'{}", network.place("optimizations"), name,
                  suggestion(name, known));
    }
  }
  return names;
}

void reject_repeats(const std::vector<std::string>& names, const std::string& place) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (names[i] == names[j]) input_error("{}: '{}' is listed twice", place, names[i]);
    }
  }
}

void read_optimization_tables(TomlTable table, Suite& suite) {
  for (const OptimizationRecord& record : optimization_records()) {
    if (!table.offers(record.name)) continue;
    TomlTable settings = table.table(record.name);
    ParamValues values = ParamValues::defaults(record.params);
    settings.parameters(values);
    settings.finish(fmt::format("parameter of '{}':", record.name));
    suite.optimization_values.insert_or_assign(record.name, std::move(values));
  }
  table.finish("optimization");
}

void read_studies(TomlTable& root, Suite& suite) {
  for (const StudyRecord& record : study_records()) {
    if (root.offers(record.name)) {
      suite.studies.push_back({record.name, record.parse(root.table(record.name), suite)});
    }
  }
}

// A scenario without a chip would say nothing.
void check_cap(TomlTable& root, const Suite& suite, std::size_t scenarios) {
  const std::uint32_t first = suite.stopping.rule->looks(suite.chips).front();
  const std::uint64_t cap = suite.stopping.max_total_chips;
  if (cap == 0 || cap >= std::uint64_t{first} * scenarios) return;
  input_error(
      "{}: max_total_chips = {} is too few for {} scenarios, which take {} chips each at "
      "least",
      root.place("stopping"), cap, scenarios, first);
}

// Names of the zoo are known here; files are looked for when they are needed.
void check_models(TomlTable& network, const std::vector<std::string>& names) {
  const std::vector<std::string> known = zoo_models();
  for (const std::string& name : names) {
    const bool is_file = name.ends_with(".h5") || name.find('/') != std::string::npos;
    if (is_file || std::find(known.begin(), known.end(), name) != known.end()) continue;
    input_error("{}: model '{}' is not in the zoo{}", network.place("models"), name,
                suggestion(name, known));
  }
}

bool sweeps_samples(const Suite& suite) {
  const auto& axes = suite.sweep.axes;
  return std::any_of(axes.begin(), axes.end(),
                     [](const SweepAxis& axis) { return axis.parameter == "samples"; });
}

void read_stopping_table(TomlTable& root, Suite& suite) {
  root.offers("stopping");
  suite.stopping = read_stopping(root.table("stopping"));
  if (suite.stopping.pilot && !suite.keep_bits) {
    input_error("{}: a pilot tells chips from samples, which takes chips.keep_bits = true",
                root.place("stopping"));
  }
  if (suite.stopping.pilot && sweeps_samples(suite)) {
    input_error(
        "{}: a pilot chooses the number of samples, which would undo the axis of "
        "'samples'; take one of them out",
        root.place("stopping"));
  }
}

}  // namespace

Suite parse_suite(const std::string& path) {
  Suite suite;
  suite.path = path;
  TomlTable root = TomlTable::parse_file(path, &suite.text);
  root.integer("schema", kSuiteSchema, kSuiteSchema);
  suite.name = root.string("name");
  suite.version = static_cast<std::int32_t>(root.integer("version", 1, 1'000'000));
  suite.title = root.string("title", suite.name);
  suite.seed = static_cast<std::uint64_t>(root.integer("seed", 0, INT64_MAX));

  TomlTable network = root.table("network");
  suite.models = network.strings("models");
  reject_repeats(suite.models, network.place("models"));
  check_models(network, suite.models);
  suite.optimizations = read_optimizations(network);
  reject_repeats(suite.optimizations, network.place("optimizations"));
  network.finish("key in [network]:");

  TomlTable data = root.table("data");
  suite.dataset = data.string("set");
  suite.split = data.string("split", "test");
  suite.samples = static_cast<std::uint32_t>(data.integer("samples", 1, kMaxSamples));
  data.finish("key in [data]:");

  TomlTable chips = root.table("chips");
  suite.chips = static_cast<std::uint32_t>(chips.integer("count", 1, kMaxChips));
  suite.times_s = read_times(chips);
  suite.accuracy_target = chips.real("accuracy_target", 0.0, 1.0);
  suite.keep_bits = chips.boolean("keep_bits", false);
  chips.finish("key in [chips]:");

  read_hardware(root.table("hardware"), suite);
  if (root.offers("optimization")) read_optimization_tables(root.table("optimization"), suite);
  if (root.offers("sweep")) read_sweep(root.table("sweep"), root.table("hardware"), suite);
  const std::size_t scenarios = sweep_points(suite).size();  // do all settings fit together?
  read_stopping_table(root, suite);
  check_cap(root, suite, scenarios);
  read_studies(root, suite);
  root.finish("key");
  return suite;
}

ParamValues optimization_parameters(const Suite& suite, const std::string& name) {
  const auto found = suite.optimization_values.find(name);
  if (found != suite.optimization_values.end()) return found->second;
  return ParamValues::defaults(find_optimization(name)->params);
}

void apply_overrides(Suite& suite, const SuiteOverrides& overrides) {
  if (overrides.samples && sweeps_samples(suite)) {
    input_error("--samples: {} has an axis of 'samples', which would be undone", suite.path);
  }
  const auto note = [&](const char* key, auto value) {
    suite.overrides += fmt::format("{} = {}\n", key, value);
  };
  if (overrides.chips) note("chips.count", suite.chips = *overrides.chips);
  if (overrides.samples) note("data.samples", suite.samples = *overrides.samples);
  if (overrides.seed) note("seed", suite.seed = *overrides.seed);
}

}  // namespace imcbench
