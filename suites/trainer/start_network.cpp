// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/start_network.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "suites/models/list.h"
#include "suites/models/model_file.h"
#include "suites/trainer/inference_network.h"

namespace imcbench {

namespace {

// Does the network look its inputs up in a table of words?
bool reads_words(const Network& network) {
  return std::any_of(network.layers.begin(), network.layers.end(), [](const Layer& layer) {
    return layer.input == 0 && layer.kind() == "embedding";
  });
}

ModelTask task_of(const TrainingPlan& plan, const Dataset& data, std::uint32_t predictions) {
  return {.input = {data.height, data.width, data.channels},
          .classes = data.classes,
          .vocabulary = static_cast<std::uint32_t>(data.vocabulary.size()),
          .predictions = predictions,
          .place = plan.topology_place};
}

Network untrained(const TrainingPlan& plan, const Dataset& data,
                  const std::vector<std::uint32_t>& training) {
  const ModelInfo& topology = find_topology(plan.topology, plan.path);
  const bool all = plan.order == SampleOrder::streams;
  const ModelTask task = task_of(plan, data, all ? data.height : data.predictions);
  Network network = topology.build(task, plan.topology_values);
  if (!reads_words(network)) {
    const InputStatistics statistics = input_statistics(data, training);
    network.mean = statistics.mean;
    network.std = statistics.std;
  }
  initialize_weights(network, plan.init, plan.seed);
  return network;
}

Network trained_before(const TrainingPlan& plan, const Dataset& data) {
  const std::string path = find_model(plan.start);
  Network network = load_model(path).network;
  const Shape found = network.input, wanted{data.height, data.width, data.channels};
  const bool fits = data.images() ? found == wanted : found.size() == wanted.size();
  if (!fits || network.classes != data.classes) {
    input_error("{}: '{}' maps {} x {} x {} to {} classes; data set '{}' has {} x {} x {} and {}",
                plan.path, path, found.height, found.width, found.channels, network.classes,
                data.name, wanted.height, wanted.width, wanted.channels, data.classes);
  }
  const std::size_t scored = network.output().size() / network.classes;
  if (plan.order == SampleOrder::streams && scored != data.height) {
    input_error("{}: '{}' scores {} of {} steps; streams predict all of them", plan.path, path,
                scored, data.height);
  }
  return network;
}

}  // namespace

Network start_network(const TrainingPlan& plan, const Dataset& data,
                      const std::vector<std::uint32_t>& training) {
  Network network =
      plan.start.empty() ? untrained(plan, data, training) : trained_before(plan, data);
  network.name = plan.name;
  return network;
}

Network scoring_what_is_predicted(const TrainingPlan& plan, const Dataset& data,
                                  const Network& trained) {
  const ModelTask task = task_of(plan, data, data.predictions);
  Network network =
      inference_network(find_topology(plan.topology, plan.path).build(task, plan.topology_values));
  network.name = trained.name;
  network.mean = trained.mean;
  network.std = trained.std;
  for (Layer& layer : network.layers) {
    const auto same = std::ranges::find(trained.layers, layer.name, &Layer::name);
    if (same == trained.layers.end()) continue;  // the choice of steps
    layer.parameters = same->parameters;
    for (std::size_t p = 0; p < layer.products().size(); ++p) {
      layer.products()[p].weight = same->products()[p].weight;
      layer.products()[p].bias = same->products()[p].bias;
    }
  }
  return network;
}

}  // namespace imcbench
