// SPDX-License-Identifier: Apache-2.0
// Every topology, small, from training start: a step along the gradient changes the loss as the
// gradient says. (That gradients of single layers are right is tested in
// trainer/gradient_test.cpp.)
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "suites/trainer/slice_pass.h"
#include "tests/layers/reference_network.h"
#include "tests/suites/models/default_network.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kSamples = 4;
constexpr float kStep = 2e-3f;       // length of a step in the space of all parameters
constexpr double kTolerance = 0.05;  // relative: curvature, kinks of relu, and float32 losses

struct SmallModel {
  const char *topology, *settings;
  ModelTask task;
};

const ModelTask kImage{.input = {16, 16, 3}, .classes = 4};
const ModelTask kSequence{.input = {9, 1, 5}, .classes = 4};
const ModelTask kTokens{.input = {9, 1, 1}, .classes = 6, .vocabulary = 6, .predictions = 4};
const ModelTask kSentence{.input = {9, 1, 1}, .classes = 3, .vocabulary = 6};

const SmallModel kModels[] = {
    {"decoder", "blocks = 2, width = 12, heads = 3, ratio = 2", kTokens},
    {"encoder", "blocks = 1, width = 12, heads = 2, ratio = 2", kSentence},
    {"encoder", "blocks = 1, width = 12, heads = 2, ratio = 2, pooling = mean", kSequence},
    {"gru", "units = 7, layers = 2", kSequence},
    {"lenet", "", kImage},
    {"lstm", "units = 7, layers = 2", kSequence},
    {"lstm_lm", "units = 7, layers = 2, embedding = 5", kTokens},
    {"mlp", "", kImage},
    {"resnet_cifar", "blocks = 1", kImage},
    {"vgg9", "batch_norm = true", kImage},
};

Network start(const SmallModel& small) {
  const ModelInfo& model = find_topology(small.topology, "test");
  ParamValues params = ParamValues::defaults(model.params);
  params.set_from_text(small.settings, "test");
  Network network = model.build(small.task, params);
  initialize_weights(network, {.kind = Init::glorot, .table_scale = 0.5f}, 3);
  return network;
}

std::vector<float> inputs(const SmallModel& small, const Network& network) {
  return test::inputs("smoke/x", kSamples * network.input.size(), small.task.vocabulary);
}

// L = sum of dy * y over samples and outputs.
double loss(SlicePass& pass, const Network& network, const std::vector<float>& x,
            const std::vector<float>& dy) {
  const float* y = pass.forward(x.data(), kSamples);
  double sum = 0.0;
  for (std::size_t i = 0; i < kSamples * network.output().size(); ++i) {
    sum += static_cast<double>(dy[i]) * y[i];
  }
  return sum;
}

void move(Network& network, const ParameterLayout& layout, const std::vector<float>& direction,
          float step) {
  for (const ParameterSlot& slot : layout.slots) {
    const std::span<float> parameters = parameters_of(network, slot);
    for (std::size_t i = 0; i < slot.count; ++i) {
      parameters[i] += step * direction[slot.first + i];
    }
  }
}

TEST(Topologies, AStepAlongTheGradientChangesTheLossAsItSays) {
  for (const SmallModel& small : kModels) {
    Network network = start(small);
    const std::vector<float> x = inputs(small, network);
    const std::vector<float> dy = test::normals("smoke/dy", kSamples * network.output().size());
    const ParameterLayout layout = parameter_layout(network);
    std::vector<float> gradient(layout.total);
    SlicePass pass(network, kSamples);
    loss(pass, network, x, dy);
    pass.backward(dy.data(), layout, backward_weights(network), gradient.data());
    double square = 0.0;
    for (std::size_t i = 0; i < layout.count; ++i) square += std::pow(gradient[i], 2);
    const double length = std::sqrt(square);
    ASSERT_GT(length, 0.0) << small.topology;
    for (float& g : gradient) g = static_cast<float>(g / length);
    move(network, layout, gradient, kStep);
    const double up = loss(pass, network, x, dy);
    move(network, layout, gradient, -2.0f * kStep);
    const double down = loss(pass, network, x, dy);
    EXPECT_NEAR((up - down) / (2.0 * kStep), length, kTolerance * length)
        << small.topology << " " << small.settings;
  }
}

TEST(Topologies, AllOfThemAreTried) {
  for (const ModelInfo& model : model_list()) {
    EXPECT_TRUE(std::any_of(std::begin(kModels), std::end(kModels), [&](const SmallModel& small) {
      return model.name == std::string_view(small.topology);
    })) << model.name;
  }
}

}  // namespace
}  // namespace imcbench
