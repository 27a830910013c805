// SPDX-License-Identifier: Apache-2.0
// Writing result files and shards.
#include <algorithm>
#include <stdexcept>

#include "kernels/core/check.h"
#include "results/durable.h"
#include "results/hdf5.h"
#include "results/schema.h"
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
  if (!trials.correct_bits.empty()) {
    write_dataset(group, "correct_bits", trials.correct_bits,
                  {C, T, bit_bytes(scenario.record.predictions())});
  }
  if (!trials.factor.empty()) {
    write_dataset(group, "factor", trials.factor, {C, factor_count(trials)});
  }
}

// Datasets, because HDF5 limits an attribute to 64 KiB.
void write_studies(H5Group group, const std::vector<StudyOutcome>& studies) {
  for (const StudyOutcome& study : studies) {
    const std::span<const std::uint8_t> text(
        reinterpret_cast<const std::uint8_t*>(study.json.data()), study.json.size());
    H5Dataset dataset =
        group.create_dataset(study.name, text, {text.size()}, H5Storage::compressed);
    dataset.set_attribute("unit", kStudyDataset.unit);
    dataset.set_attribute("meaning", kStudyDataset.meaning);
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
    write_studies(root.create_group("studies"), result.studies);
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

}  // namespace imcbench
