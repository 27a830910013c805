// SPDX-License-Identifier: Apache-2.0
// Reading result files and shards.
#include <algorithm>
#include <filesystem>

#include "kernels/core/check.h"
#include "results/hdf5.h"
#include "results/schema.h"
#include "results/validate.h"

namespace imcbench {

namespace {

using Shape = std::vector<std::size_t>;

// "[C, T]", as the schema page writes the shape of a dataset.
const char* shape_on_page(std::string_view name) {
  const auto info = std::find_if(kDatasets.begin(), kDatasets.end(),
                                 [&](const DatasetInfo& each) { return each.name == name; });
  IMC_EXPECT(info != kDatasets.end());
  return info->shape;
}

std::string shape_text(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

template <class T>
void read_dataset(const H5Group& group, const char* name, std::vector<T>& values,
                  const Shape& shape) {
  const H5Dataset dataset = group.dataset(name);
  if (dataset.shape() != shape) {
    input_error("{}: shape {}; expected {} = {}", dataset.place(), shape_text(dataset.shape()),
                shape_on_page(name), shape_text(shape));
  }
  values = dataset.read<T>();
}

// The only dimension of a 1-D dataset.
std::size_t length_of(const H5Group& group, const char* name) {
  const H5Dataset dataset = group.dataset(name);
  if (dataset.shape().size() != 1) {
    input_error("{}: {} dimensions; expected {}", dataset.place(), dataset.shape().size(),
                shape_on_page(name));
  }
  return dataset.shape()[0];
}

// The columns of an optional dataset of two dimensions; 0 when it is absent.
std::size_t columns_of(const H5Group& group, const char* name) {
  if (!group.has(name)) return 0;
  const H5Dataset dataset = group.dataset(name);
  if (dataset.shape().size() != 2) {
    input_error("{}: {} dimensions; expected {}", dataset.place(), dataset.shape().size(),
                shape_on_page(name));
  }
  return dataset.shape()[1];
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
                 {C, T, bit_bytes(scenario.record.predictions())});
  }
  const std::size_t K = columns_of(group, "factor");
  if (K > 0) read_dataset(group, "factor", trials.factor, {C, K});
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
    const char* key = "program_version";
    input_error(
        "{}: schema version {}; this program reads version {} only: run the suite again, or use "
        "the imcbench version that wrote the file ({})",
        path, version, kSchemaVersion, root.has_attribute(key) ? root.string_attribute(key) : "?");
  }
}

std::vector<StudyOutcome> read_studies(const H5Group& group) {
  std::vector<StudyOutcome> studies;
  for (const std::string& name : group.children()) {
    const H5Dataset dataset = group.dataset(name);
    if (dataset.shape().size() != 1) {
      input_error("{}: {} dimensions; expected a row of bytes", dataset.place(),
                  dataset.shape().size());
    }
    const std::vector<std::uint8_t> text = dataset.read<std::uint8_t>();
    studies.push_back({name, std::string(text.begin(), text.end())});
  }
  return studies;
}

}  // namespace

ResultFile read_result(const std::string& path) {
  if (!std::filesystem::exists(path) && std::filesystem::is_directory(path + ".parts")) {
    input_error(
        "{}: the run is not finished; its batches wait in {}.parts for the same command with "
        "--resume",
        path, path);
  }
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
  result.studies = read_studies(root.group("studies"));
  const std::string problem = find_problem(result);
  if (!problem.empty()) input_error("{}: {}", path, problem);
  return result;
}

}  // namespace imcbench
