// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/workload.h"

#include <algorithm>

#include "datasets/dataset.h"
#include "kernels/core/check.h"
#include "kernels/layers/score_kernels.h"
#include "kernels/network/digital_forward.h"
#include "results/schema.h"
#include "suites/models/inputs.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/optimize.h"

namespace imcbench {

namespace {

constexpr std::size_t kKeptWorkloads = 4;

std::uint32_t calibration_samples(const Suite& suite) {
  return static_cast<std::uint32_t>(suite.hardware["input_range"].values["samples"]);
}

std::string key_of(const Suite& suite) {
  return fmt::format("{}\n{}\n{}{}\n{}\n{}\n{}", suite.models.front(), suite.optimizations.front(),
                     optimization_text(suite), suite.dataset, suite.split, suite.samples,
                     calibration_samples(suite));
}

// Images must have the network's shape. Features and tokens need its size alone: 49 frames of 10
// coefficients are a sequence to one network and a picture of 49 x 10 to another, in the same order.
bool takes(const Network& network, const Dataset& data) {
  if (!data.images()) return network.input.size() == data.sample_size();
  return network.input == Shape{data.height, data.width, data.channels};
}

void check_fit(const Network& network, const Dataset& data, const std::string& model) {
  if (!takes(network, data)) {
    input_error("model '{}' takes {} x {} x {} inputs, data set '{}' has {} x {} x {}", model,
                network.input.height, network.input.width, network.input.channels, data.name,
                data.height, data.width, data.channels);
  }
  if (network.classes != data.classes) {
    input_error("model '{}' has {} classes, data set '{}' has {}", model, network.classes,
                data.name, data.classes);
  }
  if (network.output().size() < std::size_t{data.predictions} * data.classes) {
    input_error("model '{}' predicts {} classes {} times a sample, data set '{}' has {} labels each",
                model, network.classes, network.output().size() / network.classes, data.name,
                data.predictions);
  }
}

std::vector<float> normalized(const Network& network, const Dataset& data, std::uint32_t count) {
  std::vector<float> x(count * network.input.size());
  network_inputs(network, data, 0, count, x.data());
  return x;
}

void load_samples(Workload& workload, const Suite& suite, RecentDatasets& datasets) {
  const auto first = datasets.get(suite.dataset, suite.split, suite.samples);
  const Dataset& data = first->data;
  check_fit(workload.network, data, suite.models.front());
  if (const std::string note = computed_note(data); !note.empty()) {
    fmt::print(stderr, "note: {}\n", note);
  }
  if (suite.samples > first->split_count) {
    input_error("{}: data.samples = {} is out of range; the {} split of '{}' has {}", suite.path,
                suite.samples, suite.split, suite.dataset, first->split_count);
  }
  workload.data_sha256 = data.sha256;
  workload.chance_accuracy = 1.0 / data.classes;
  workload.samples = suite.samples;
  workload.predictions = data.predictions;
  workload.split_samples = first->split_count;
  workload.x = normalized(workload.network, data, suite.samples);
  workload.labels.assign(data.labels.begin(),
                         data.labels.begin() + std::size_t{suite.samples} * data.predictions);
}

void load_calibration(Workload& workload, const Suite& suite, RecentDatasets& datasets) {
  const std::uint32_t wanted = calibration_samples(suite);
  const auto first = datasets.get(suite.dataset, "train", wanted);
  const Dataset& train = first->data;
  workload.train_count = std::min(wanted, train.count);
  workload.train_x = normalized(workload.network, train, workload.train_count);
}

void score_digital(Workload& workload) {
  DigitalForward forward(workload.network, 1);
  const Network& network = workload.network;
  const std::size_t features = network.input.size();
  const std::uint32_t predictions = workload.predictions;
  std::int64_t loss_q24 = 0;
  const ScoreKernels& kernels = score_kernels();
  for (std::uint32_t s = 0; s < workload.samples; ++s) {
    const float* logits = forward.run(workload.x.data() + s * features, 1) +
                          first_scored(network, predictions);
    for (std::uint32_t p = 0; p < predictions; ++p) {
      const Score result = kernels.score(logits + p * network.classes, network.classes,
                                 workload.labels[s * predictions + p]);
      workload.fp_correct += result.correct;
      loss_q24 += result.loss_q24;
    }
  }
  workload.fp_loss = static_cast<double>(loss_q24) / kLossScale / workload.count();
}

std::shared_ptr<const Workload> load_workload(const Suite& suite, RecentDatasets& datasets) {
  auto workload = std::make_shared<Workload>();
  const std::string model = model_beside(suite.models.front(), suite.path);
  workload->network = load_model(find_model(model)).network;
  workload->model_sha256 = content_sha256(workload->network);
  load_samples(*workload, suite, datasets);
  score_digital(*workload);
  const std::string& optimization = suite.optimizations.front();
  const OptimizationRecord& record = *find_optimization(optimization);
  optimize(workload->network, record, optimization_parameters(suite, optimization), model);
  if (record.is_companion()) workload->companion_sha256 = content_sha256(workload->network);
  load_calibration(*workload, suite, datasets);
  return workload;
}

}  // namespace

std::string optimization_text(const Suite& suite) {
  const std::string& name = suite.optimizations.front();
  const ParamValues values = optimization_parameters(suite, name);
  std::string text;
  for (std::size_t i = 0; i < values.infos.size(); ++i) {
    text += fmt::format("optimization.{}.{} = {}\n", name, values.infos[i].name, values.values[i]);
  }
  return text;
}

std::size_t Workload::bytes() const {
  std::size_t bytes = (x.size() + train_x.size()) * sizeof(float) +
                      labels.size() * sizeof(labels[0]);
  for (const Layer& layer : network.layers) {
    for (const ProductLayer& product : layer.products()) {
      bytes += product.weight.size() * sizeof(float);
    }
  }
  return bytes;
}

std::shared_ptr<const Workload> Workloads::get(const Suite& suite) {
  const std::string key = key_of(suite);
  const auto found = std::find_if(recent_.begin(), recent_.end(),
                                  [&](const Entry& entry) { return entry.key == key; });
  if (found != recent_.end()) {
    recent_.splice(recent_.begin(), recent_, found);
  } else {
    recent_.push_front({key, load_workload(suite, data_)});
    if (recent_.size() > kKeptWorkloads) recent_.pop_back();
  }
  return recent_.front().workload;
}

}  // namespace imcbench
