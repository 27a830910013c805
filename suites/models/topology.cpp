// SPDX-License-Identifier: Apache-2.0
#include "suites/models/topology.h"

#include "kernels/core/check.h"

namespace imcbench {

Network network_for(const ModelTask& task, std::string_view name) {
  Network net;
  net.name = name;
  net.input = task.input;
  net.classes = task.classes;
  return net;
}

std::uint32_t count_of(const ParamValues& params, std::string_view name) {
  return static_cast<std::uint32_t>(params[name]);
}

bool is_on(const ParamValues& params, std::string_view name) { return params[name] != 0.0; }

ProductLayer make_per_position(Shape in, std::uint32_t outputs) {
  return make_conv2d(in, outputs, 1, 1, 0);
}

void append_scored_steps(Network& network, const ModelTask& task) {
  const Shape shape = network.output();
  IMC_EXPECT(task.predictions >= 1 && task.predictions <= shape.height);
  const std::uint32_t first = shape.height - task.predictions;
  if (first == 0) return;
  append_digital(network, "scored", TakeSteps::make(shape, first, 1, task.predictions));
}

void append_dropout_if_any(Network& network, const std::string& name, double rate) {
  if (rate > 0.0) append_dropout(network, name, static_cast<float>(rate));
}

void need_one_prediction(const ModelTask& task, std::string_view name) {
  if (task.predictions == 1) return;
  input_error("{}: model '{}': classifies whole samples, but a sample has {} labels", task.place,
              name, task.predictions);
}

void need_tokens(const ModelTask& task, std::string_view name) {
  if (task.vocabulary > 0 && task.input.width == 1 && task.input.channels == 1) return;
  input_error("{}: model '{}': reads tokens, but a sample is {} x {} x {} values", task.place, name,
              task.input.height, task.input.width, task.input.channels);
}

void need_values(const ModelTask& task, std::string_view name) {
  if (task.vocabulary == 0) return;
  input_error(
      "{}: model '{}': reads values, but a sample is {} tokens; lstm_lm, decoder and "
      "encoder read tokens",
      task.place, name, task.input.height);
}

}  // namespace imcbench
