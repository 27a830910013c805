// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/start_network.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "suites/models/list.h"
#include "suites/models/model_file.h"

namespace imcbench {

namespace {

// Does the network look its inputs up in a table of words?
bool reads_words(const Network& network) {
  return std::any_of(
      network.layers.begin(), network.layers.end(),
      [](const Layer& layer) { return layer.input == 0 && layer.kind() == "embedding"; });
}

ModelTask task_of(const TrainingPlan& plan, const Dataset& data) {
  return {.input = {data.height, data.width, data.channels},
          .classes = data.classes,
          .vocabulary = static_cast<std::uint32_t>(data.vocabulary.size()),
          .predictions = data.predictions,
          .place = plan.topology_place};
}

Network untrained(const TrainingPlan& plan, const Dataset& data,
                  const std::vector<std::uint32_t>& training) {
  const ModelInfo& topology = find_topology(plan.topology, plan.path);
  Network network = topology.build(task_of(plan, data), plan.topology_values);
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
  return network;
}

}  // namespace

Network start_network(const TrainingPlan& plan, const Dataset& data,
                      const std::vector<std::uint32_t>& training) {
  Network network = plan.start.empty() ? untrained(plan, data, training)
                                       : trained_before(plan, data);
  network.name = plan.name;
  return network;
}

}  // namespace imcbench
