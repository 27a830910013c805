// SPDX-License-Identifier: Apache-2.0
#include "results/schema.h"

#include <algorithm>
#include <stdexcept>

#include "kernels/core/check.h"
#include "results/durable.h"
#include "results/hdf5.h"
#include "results/validate.h"

namespace imcbench {

namespace {

using Shape = std::vector<std::size_t>;

const DatasetInfo& dataset_info(std::string_view name) {
  const auto info = std::find_if(kDatasets.begin(), kDatasets.end(),
                                 [&](const DatasetInfo& each) { return each.name == name; });
  IMC_EXPECT(info != kDatasets.end());
  return *info;
}

template <class T>
void write_dataset(H5Group& group, const char* name, const std::vector<T>& values,
                   const Shape& shape) {
  const DatasetInfo& info = dataset_info(name);
  H5Dataset dataset =
      group.create_dataset(name, std::span<const T>(values), shape, H5Storage::compressed);
  dataset.set_attribute("unit", info.unit);
  dataset.set_attribute("meaning", info.meaning);
}

std::string shape_text(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

template <class T>
void read_dataset(const H5Group& group, const char* name, std::vector<T>& values,
                  const Shape& shape) {
  const H5Dataset dataset = group.dataset(name);
  if (dataset.shape() != shape) {
    input_error("{}: shape {}; expected {} = {}", dataset.place(), shape_text(dataset.shape()),
                dataset_info(name).shape, shape_text(shape));
  }
  values = dataset.read<T>();
}

// The only dimension of a 1-D dataset.
std::size_t length_of(const H5Group& group, const char* name) {
  const H5Dataset dataset = group.dataset(name);
  if (dataset.shape().size() != 1) {
    input_error("{}: {} dimensions; expected {}", dataset.place(), dataset.shape().size(),
                dataset_info(name).shape);
  }
  return dataset.shape()[0];
}

void write_scenario(H5Group& group, const ScenarioResult& scenario) {
  for_each_attribute(scenario.record, [&](const char* name, const auto& value) {
    group.set_attribute(name, value);
  });
  const Trials& trials = scenario.trials;
  const std::size_t C = trials.chip.size();
  const std::size_t T = scenario.record.time_s.size();
  write_dataset(group, "time_s", scenario.record.time_s, {T});
  write_dataset(group, "chip", trials.chip, {C});
  write_dataset(group, "correct", trials.correct, {C, T});
  write_dataset(group, "loss_q24", trials.loss_q24, {C, T});
  write_dataset(group, "rejected", trials.rejected, {C, T});
  if (trials.correct_bits.empty()) return;
  write_dataset(group, "correct_bits", trials.correct_bits,
                {C, T, bit_bytes(scenario.record.samples)});
}

// Reads one attribute into a member, by the member's type.
auto attribute_reader(const H5Object& object) {
  return [&object]<class T>(const char* name, T& value) {
    if constexpr (std::same_as<T, std::string>) {
      value = object.string_attribute(name);
    } else {
      value = object.attribute<T>(name);
    }
  };
}

ScenarioResult read_scenario(const H5Group& group) {
  ScenarioResult scenario;
  for_each_attribute(scenario.record, attribute_reader(group));
  Trials& trials = scenario.trials;
  const std::size_t C = length_of(group, "chip");
  const std::size_t T = length_of(group, "time_s");
  read_dataset(group, "time_s", scenario.record.time_s, {T});
  read_dataset(group, "chip", trials.chip, {C});
  read_dataset(group, "correct", trials.correct, {C, T});
  read_dataset(group, "loss_q24", trials.loss_q24, {C, T});
  read_dataset(group, "rejected", trials.rejected, {C, T});
  if (group.has("correct_bits")) {
    read_dataset(group, "correct_bits", trials.correct_bits,
                 {C, T, bit_bytes(scenario.record.samples)});
  }
  return scenario;
}

// Only after this is the meaning of anything else in the file known.
void check_format(const H5Group& root, const std::string& path) {
  if (!root.has_attribute("format") || root.string_attribute("format") != kResultFormat) {
    input_error("{}: an HDF5 file, but not an imcbench result; expected attribute format = '{}'",
                path, kResultFormat);
  }
  const auto version = root.attribute<std::int32_t>("schema_version");
  if (version != kSchemaVersion) {
    input_error(
        "{}: schema version {}; this program reads version {} only: use the imcbench "
        "release that wrote the file",
        path, version, kSchemaVersion);
  }
}

void write_file(const std::string& path, const ResultFile& result) {
  H5File file = H5File::create(path);
  {
    H5Group root = file.root();
    root.set_attribute("format", kResultFormat);
    root.set_attribute("schema_version", kSchemaVersion);
    for_each_attribute(result.provenance, [&](const char* name, const auto& value) {
      root.set_attribute(name, value);
    });
    H5Group scenarios = root.create_group("scenarios");
    for (std::size_t i = 0; i < result.scenarios.size(); ++i) {
      H5Group group = scenarios.create_group(scenario_name(i));
      write_scenario(group, result.scenarios[i]);
    }
  }
  file.close();
}

}  // namespace

void write_result(const std::string& path, const ResultFile& result) {
  const std::string problem = find_problem(result);
  if (!problem.empty()) {
    throw std::logic_error(fmt::format("internal error: writing {}: {}", path, problem));
  }
  write_durably(path, [&](const std::string& temporary) { write_file(temporary, result); });
}

ResultFile read_result(const std::string& path) {
  const H5File file = H5File::open(path, H5Seal::required);
  const H5Group root = file.root();
  check_format(root, path);
  ResultFile result;
  for_each_attribute(result.provenance, attribute_reader(root));
  const H5Group scenarios = root.group("scenarios");
  const std::size_t count = scenarios.children().size();
  for (std::size_t i = 0; i < count; ++i) {
    result.scenarios.push_back(read_scenario(scenarios.group(scenario_name(i))));
  }
  const std::string problem = find_problem(result);
  if (!problem.empty()) input_error("{}: {}", path, problem);
  return result;
}

}  // namespace imcbench
