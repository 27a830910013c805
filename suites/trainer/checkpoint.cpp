// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/checkpoint.h"

#include <algorithm>
#include <filesystem>

#include "kernels/core/check.h"
#include "results/durable.h"
#include "results/hdf5.h"

namespace imcbench {

namespace {

constexpr const char* kFormat = "imcbench-checkpoint";
constexpr std::int32_t kSchemaVersion = 1;

// Calls visit(name, field) for every field: one list for writing and reading.
template <class State, class Visit>
void for_each_attribute(State& state, Visit visit) {
  visit("training_text", state.training_text);
  visit("data_sha256", state.data_sha256);
  visit("epoch", state.epoch);
  visit("step", state.step);
  visit("seconds", state.seconds);
  visit("predictions", state.predictions);
  visit("correct", state.correct);
  visit("loss_q24", state.loss_q24);
  visit("best_epoch", state.best_epoch);
}

template <class State, class Visit>
void for_each_array(State& state, Visit visit) {
  visit("parameters", state.parameters);
  visit("state0", state.state0);
  visit("state1", state.state1);
  visit("statistics", state.statistics);
  visit("stream_states", state.stream_states);
  visit("hardware_aware", state.hardware_aware);
  visit("best", state.best);
}

constexpr std::size_t kColumns = 3;  // of /validation

void check_header(const H5Group& root) {
  if (!root.has_attribute("format") || root.string_attribute("format") != kFormat) {
    input_error("{}: not a checkpoint: attribute 'format' is not '{}'", root.place(), kFormat);
  }
  const auto version = root.attribute<std::int32_t>("schema_version");
  if (version != kSchemaVersion) {
    input_error("{}: schema version {}; this program reads {}", root.place(), version,
                kSchemaVersion);
  }
}

std::size_t statistics_count(const ParameterLayout& layout) {
  std::size_t count = 0;
  for (const StatisticsSlot& slot : layout.statistics) count += 2 * slot.channels;
  return count;
}

void check_sizes(const TrainingState& state, const ParameterLayout& layout,
                 const std::string& place) {
  const std::size_t statistics = statistics_count(layout);
  const auto check = [&](const char* name, std::size_t found, std::size_t expected) {
    if (found == expected) return;
    input_error("{}: /{} has {} values; this training has {}", place, name, found, expected);
  };
  check("parameters", state.parameters.size(), layout.count);
  check("state0", state.state0.size(), layout.count);
  check("state1", state.state1.size(), layout.count);
  check("statistics", state.statistics.size(), statistics);
  if (!state.best.empty()) check("best", state.best.size(), layout.count + statistics + state.hardware_aware.size());
}

// Copies between `values` and the running statistics of every batch_norm, in order.
template <class Net, class Copy>
void for_each_statistics(Net& network, const ParameterLayout& layout, Copy copy) {
  std::size_t at = 0;
  for (const StatisticsSlot& slot : layout.statistics) {
    auto& norm = std::get<BatchNormLayer>(*network.layers[slot.layer].training());
    copy(norm.mean, at);
    copy(norm.variance, at + slot.channels);
    at += 2 * slot.channels;
  }
}

}  // namespace

void save_checkpoint(const TrainingState& state, const std::string& path) {
  std::vector<std::int64_t> validation;
  for (const Evaluation& e : state.validation) {
    validation.push_back(static_cast<std::int64_t>(e.samples));
    validation.push_back(static_cast<std::int64_t>(e.correct));
    validation.push_back(e.loss_q24);
  }
  write_durably(path, [&](const std::string& temporary_path) {
    H5File file = H5File::create(temporary_path);
    H5Group root = file.root();
    root.set_attribute("format", kFormat);
    root.set_attribute("schema_version", kSchemaVersion);
    for_each_attribute(
        state, [&](const char* name, const auto& field) { root.set_attribute(name, field); });
    for_each_array(state, [&](const char* name, const std::vector<float>& values) {
      if (!values.empty()) root.create_dataset<float>(name, values, {values.size()});
    });
    if (!validation.empty()) {
      root.create_dataset<std::int64_t>("validation", validation,
                                        {state.validation.size(), kColumns});
    }
    file.close();
  });
}

TrainingState load_checkpoint(const std::string& path, const std::string& training_text,
                              const std::string& data_sha256, const ParameterLayout& layout) {
  if (!std::filesystem::exists(path)) {
    input_error("{}: there is no checkpoint to go on from; one is written after every epoch and "
                "every ten minutes",
                path);
  }
  const H5File file = H5File::open(path, H5Seal::required);
  const H5Group root = file.root();
  check_header(root);
  TrainingState state;
  for_each_attribute(state, [&]<class Field>(const char* name, Field& field) {
    if constexpr (std::is_same_v<Field, std::string>) {
      field = root.string_attribute(name);
    } else {
      field = root.attribute<Field>(name);
    }
  });
  if (state.training_text != training_text) {
    input_error(
        "{}: the checkpoint of another training file, or of this one before it was edited; "
        "train without --resume to start anew",
        path);
  }
  if (state.data_sha256 != data_sha256) {
    input_error("{}: the checkpoint of other training data (sha256 {}, now {})", path,
                state.data_sha256, data_sha256);
  }
  for_each_array(state, [&](const char* name, std::vector<float>& values) {
    if (root.has(name)) values = root.dataset(name).read<float>();
  });
  if (root.has("validation")) {
    const std::vector<std::int64_t> rows = root.dataset("validation").read<std::int64_t>();
    for (std::size_t i = 0; i + kColumns <= rows.size(); i += kColumns) {
      state.validation.push_back({static_cast<std::uint64_t>(rows[i]),
                                  static_cast<std::uint64_t>(rows[i + 1]), rows[i + 2]});
    }
  }
  check_sizes(state, layout, path);
  return state;
}

std::vector<float> gather_parameters(const Network& network, const ParameterLayout& layout) {
  std::vector<float> values(layout.count, 0.0f);
  for (const ParameterSlot& slot : layout.slots) {
    const std::span<const float> part = parameters_of(network, slot);
    std::copy(part.begin(), part.end(), values.begin() + static_cast<std::ptrdiff_t>(slot.first));
  }
  return values;
}

void scatter_parameters(const std::vector<float>& values, const ParameterLayout& layout,
                        Network& network) {
  for (const ParameterSlot& slot : layout.slots) {
    const std::span<float> part = parameters_of(network, slot);
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(slot.first), part.size(),
                part.begin());
  }
}

std::vector<float> gather_statistics(const Network& network, const ParameterLayout& layout) {
  std::vector<float> values(statistics_count(layout));
  for_each_statistics(network, layout, [&](const std::vector<float>& part, std::size_t at) {
    std::copy(part.begin(), part.end(), values.begin() + static_cast<std::ptrdiff_t>(at));
  });
  return values;
}

void scatter_statistics(const std::vector<float>& values, const ParameterLayout& layout,
                        Network& network) {
  for_each_statistics(network, layout, [&](std::vector<float>& part, std::size_t at) {
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(at), part.size(), part.begin());
  });
}

}  // namespace imcbench
