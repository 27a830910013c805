// SPDX-License-Identifier: Apache-2.0
#include "suites/models/list.h"

#include <gtest/gtest.h>

#include "suites/trainer/inference_network.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

struct Expected {
  const char* layer;
  Shape out;
};

void expect_layers(const Network& network, const std::vector<Expected>& expected) {
  ASSERT_EQ(network.layers.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(network.layers[i].name, expected[i].layer);
    EXPECT_EQ(network.layers[i].out, expected[i].out) << expected[i].layer;
  }
}

TEST(Models, LenetHasTheDocumentedLayers) {
  const Network net = find_topology("lenet", "test").build({28, 28, 1}, 10);
  expect_layers(net, {{"conv1", {24, 24, 16}}, {"relu1", {24, 24, 16}}, {"pool1", {12, 12, 16}},
                      {"conv2", {8, 8, 32}},   {"relu2", {8, 8, 32}},   {"pool2", {4, 4, 32}},
                      {"fc1", {1, 1, 128}},    {"relu3", {1, 1, 128}},  {"fc2", {1, 1, 10}}});
  // 16*25 + 32*16*25 + 512*128 + 128*10
  EXPECT_EQ(coverage(net).weights, 400u + 12800u + 65536u + 1280u);
  EXPECT_EQ(coverage(net).digital_parameters, 16u + 32u + 128u + 10u);
}

TEST(Models, MlpIs784To256To128To10) {
  const Network net = find_topology("mlp", "test").build({28, 28, 1}, 10);
  expect_layers(net, {{"fc1", {1, 1, 256}}, {"relu1", {1, 1, 256}}, {"fc2", {1, 1, 128}},
                      {"relu2", {1, 1, 128}}, {"fc3", {1, 1, 10}}});
  EXPECT_EQ(coverage(net).weights, 784u * 256 + 256 * 128 + 128 * 10);
}

// As many weights and biases as the published ResNet-20 with its batch_norms folded.
TEST(Models, Resnet20HasThePublishedWeights) {
  const Network net =
      inference_network(find_topology("resnet20", "test").build({32, 32, 3}, 10));
  EXPECT_EQ(coverage(net).weights, 268336u);
  EXPECT_EQ(coverage(net).digital_parameters, 698u);
  EXPECT_EQ(coverage(net).macs, 40551040u);
}

TEST(Models, EveryTopologyFitsOtherInputsAndClasses) {
  for (const ModelInfo& model : model_list()) {
    for (const Shape input : {Shape{16, 20, 3}, Shape{32, 32, 3}}) {
      const Network net = model.build(input, 7);
      EXPECT_EQ(net.name, model.name);
      EXPECT_EQ(net.input, input);
      EXPECT_EQ(net.classes, 7u);
      EXPECT_EQ(net.output().size(), 7u);
    }
  }
}

TEST(Models, AnUnknownNameIsAnInputErrorWithPlaceAndSuggestion) {
  const std::string message = test::input_error_of([] { find_topology("lenett", "x.toml:3:4"); });
  test::expect_contains(message, "x.toml:3:4: unknown model 'lenett'");
  test::expect_contains(message, "did you mean 'lenet'?");
}

}  // namespace
}  // namespace imcbench
