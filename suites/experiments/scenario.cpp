// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/scenario.h"

#include <algorithm>

#include "datasets/dataset.h"
#include "datasets/list.h"
#include "kernels/core/check.h"
#include "kernels/layers/softmax_cross_entropy.h"
#include "kernels/network/calibration.h"
#include "kernels/network/digital_forward.h"
#include "kernels/core/sha256.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/list.h"

namespace imcbench {

namespace {

void check_fit(const Network& network, const Dataset& data, const std::string& model) {
  const Shape shape{data.height, data.width, data.channels};
  if (!(network.input == shape)) {
    input_error("model '{}' takes {} x {} x {} inputs, data set '{}' has {} x {} x {}", model,
                network.input.height, network.input.width, network.input.channels, data.name,
                shape.height, shape.width, shape.channels);
  }
  if (network.classes != data.classes) {
    input_error("model '{}' has {} classes, data set '{}' has {}", model, network.classes,
                data.name, data.classes);
  }
}

std::vector<float> calibrate(const Suite& suite, const Network& network, const DataSearch& search) {
  const Dataset train = load_dataset(suite.dataset, "train", search);
  const auto wanted =
      static_cast<std::uint32_t>(suite.hardware["input_range"].values["samples"]);
  const std::uint32_t count = std::min(wanted, train.count);
  std::vector<float> x(count * network.input.size());
  normalize_pixels(network, train.pixels.data(), count, x.data());
  return calibrate_input_ranges(network, suite.hardware, x.data(), count);
}

// Floating-point accuracy and loss on the same samples.
void score_digital(Scenario& scenario) {
  DigitalForward forward(scenario.network, 1);
  const std::size_t features = scenario.network.input.size();
  std::int64_t loss_q24 = 0;
  for (std::uint32_t s = 0; s < scenario.record.samples; ++s) {
    const float* logits = forward.run(scenario.x.data() + s * features, 1);
    const Score result = score(logits, scenario.network.classes, scenario.labels[s]);
    scenario.record.fp_correct += result.correct;
    loss_q24 += result.loss_q24;
  }
  scenario.record.fp_loss =
      static_cast<double>(loss_q24) / kLossScale / scenario.record.samples;
}

std::string canonical_text(const Suite& suite, const ScenarioRecord& record) {
  std::string text = suite.hardware.canonical_text();
  text += fmt::format("data.samples = {}\n", record.samples);
  text += fmt::format("data.set = {}\ndata.sha256 = {}\ndata.split = {}\n", record.dataset,
                      record.data_sha256, record.split);
  text += fmt::format("model.sha256 = {}\n", record.model_sha256);
  text += fmt::format("numerics_version = {}\n", kNumericsVersion);
  text += fmt::format("optimization = {}\n", record.optimization);
  const ParamValues values = optimization_parameters(suite, record.optimization);
  for (std::size_t i = 0; i < values.infos.size(); ++i) {
    text += fmt::format("optimization.{}.{} = {}\n", record.optimization, values.infos[i].name,
                        values.values[i]);
  }
  text += fmt::format("seed = {}\n", suite.seed);
  text += fmt::format("times_s = [{}]\n", fmt::join(suite.times_s, ", "));
  return text;
}

}  // namespace

std::vector<ScenarioName> scenario_names(const Suite& suite) {
  std::vector<ScenarioName> names;
  for (const std::string& model : suite.models) {
    for (const std::string& optimization : suite.optimizations) {
      names.push_back({model, optimization});
    }
  }
  return names;
}

std::unique_ptr<Scenario> prepare_scenario(const Suite& suite, const ScenarioName& name,
                                           const DataSearch& search) {
  auto scenario = std::make_unique<Scenario>();
  scenario->network = load_model(find_model(name.model)).network;
  const Dataset data = load_dataset(suite.dataset, suite.split, search);
  check_fit(scenario->network, data, name.model);
  if (suite.samples > data.count) {
    input_error("{}: data.samples = {} is out of range; the {} split of '{}' has {}", suite.path,
                suite.samples, suite.split, suite.dataset, data.count);
  }
  ScenarioRecord& record = scenario->record;
  record.model = name.model;
  record.optimization = name.optimization;
  record.dataset = suite.dataset;
  record.split = suite.split;
  record.model_sha256 = content_sha256(scenario->network);
  find_optimization(name.optimization)
      ->apply(scenario->network, optimization_parameters(suite, name.optimization));
  record.data_sha256 = data.sha256;
  record.samples = suite.samples;
  record.chance_accuracy = 1.0 / data.classes;
  record.accuracy_target = suite.accuracy_target;
  record.time_s = suite.times_s;
  record.canonical_text = canonical_text(suite, record);
  record.sha256 = sha256_hex(record.canonical_text);

  scenario->x.resize(suite.samples * scenario->network.input.size());
  normalize_pixels(scenario->network, data.pixels.data(), suite.samples, scenario->x.data());
  scenario->labels.assign(data.labels.begin(), data.labels.begin() + suite.samples);
  score_digital(*scenario);
  scenario->input_ranges = calibrate(suite, scenario->network, search);
  scenario->analog = build_analog_network(scenario->network, suite.hardware,
                                          scenario->input_ranges, suite.times_s, suite.seed);
  return scenario;
}

}  // namespace imcbench
