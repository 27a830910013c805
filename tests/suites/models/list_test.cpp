// SPDX-License-Identifier: Apache-2.0
#include "suites/models/list.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "suites/models/model_file.h"
#include "suites/trainer/inference_network.h"
#include "tests/datasets/support.h"
#include "tests/suites/models/default_network.h"

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

// `settings` as "units = 32, layers = 2".
Network built(const char* name, const ModelTask& task, const char* settings = "") {
  const ModelInfo& model = find_topology(name, "test");
  ParamValues params = ParamValues::defaults(model.params);
  params.set_from_text(settings, "test");
  return model.build(task, params);
}

const ModelTask kVowels{.input = {29, 1, 12}, .classes = 9};
const ModelTask kText{.input = {64, 1, 1}, .classes = 8, .vocabulary = 8, .predictions = 32};
const ModelTask kQuestion{.input = {17, 1, 1}, .classes = 8, .vocabulary = 24};

TEST(Models, LenetHasTheDocumentedLayers) {
  const Network net = built("lenet", {.input = {28, 28, 1}, .classes = 10});
  expect_layers(net, {{"conv1", {24, 24, 16}},
                      {"relu1", {24, 24, 16}},
                      {"pool1", {12, 12, 16}},
                      {"conv2", {8, 8, 32}},
                      {"relu2", {8, 8, 32}},
                      {"pool2", {4, 4, 32}},
                      {"fc1", {1, 1, 128}},
                      {"relu3", {1, 1, 128}},
                      {"fc2", {1, 1, 10}}});
  // 16*25 + 32*16*25 + 512*128 + 128*10
  EXPECT_EQ(coverage(net).weights, 400u + 12800u + 65536u + 1280u);
  EXPECT_EQ(coverage(net).digital_parameters, 16u + 32u + 128u + 10u);
}

TEST(Models, Vgg9HasNineLayersOfWeightsAnd39MillionProducts) {
  const Network net = built("vgg9", {.input = {32, 32, 3}, .classes = 10});
  EXPECT_EQ(net.layers.front().out, (Shape{32, 32, 32}));
  EXPECT_EQ(net.output(), (Shape{1, 1, 10}));
  const Coverage c = coverage(net);
  const std::uint64_t conv[] = {27 * 32, 288 * 32, 288 * 64, 576 * 64, 576 * 128, 1152 * 128};
  const std::uint64_t linear = 2048 * 128 + 128 * 128 + 128 * 10;
  std::uint64_t weights = linear, macs = linear;
  for (std::size_t i = 0; i < 6; ++i) {
    weights += conv[i];
    macs += conv[i] * (1024u >> (i / 2 * 2));
  }
  EXPECT_EQ(c.weights, weights);
  EXPECT_EQ(c.macs, macs);
  EXPECT_EQ(macs, 38913280u);
  EXPECT_THROW(built("vgg9", {.input = {7, 32, 3}, .classes = 10}), InputError);
}

TEST(Models, MlpIs784To256To128To10) {
  const Network net = built("mlp", {.input = {28, 28, 1}, .classes = 10});
  expect_layers(net, {{"fc1", {1, 1, 256}},
                      {"relu1", {1, 1, 256}},
                      {"fc2", {1, 1, 128}},
                      {"relu2", {1, 1, 128}},
                      {"fc3", {1, 1, 10}}});
  EXPECT_EQ(coverage(net).weights, 784u * 256 + 256 * 128 + 128 * 10);
}

TEST(Models, VggHasBatchNormBehindItsConvolutionsWhenAsked) {
  const ModelTask task{.input = {32, 32, 3}, .classes = 10};
  const Network plain = built("vgg9", task), net = built("vgg9", task, "batch_norm = true");
  EXPECT_EQ(net.layers.size(), plain.layers.size() + 6);
  for (std::size_t i = 0; i + 1 < net.layers.size(); ++i) {
    EXPECT_EQ(net.layers[i].kind() == "conv2d", net.layers[i + 1].kind() == "batch_norm");
  }
  EXPECT_EQ(content_sha256(inference_network(net)), content_sha256(plain));
}

TEST(Models, ResnetOf3BlocksHas20LayersOfWeights) {
  const ModelTask task{.input = {32, 32, 3}, .classes = 10};
  const Network net = inference_network(built("resnet_cifar", task));
  // A block of the stages has two 3 x 3 convolutions; the first of a stage may start from half the
  // channels.
  const std::uint64_t stage[] = {6 * 16 * 16, 16 * 32 + 5 * 32 * 32, 32 * 64 + 5 * 64 * 64};
  const Coverage c = coverage(net);
  EXPECT_EQ(c.weights, 27 * 16 + 9 * (stage[0] + stage[1] + stage[2]) + 640);
  EXPECT_EQ(c.weights, 268336u);
  EXPECT_EQ(c.macs, 1024 * (27 * 16 + 9 * stage[0]) + 256 * 9 * stage[1] + 64 * 9 * stage[2] + 640);
  EXPECT_EQ(c.macs, 40551040u);
  EXPECT_EQ(c.digital_parameters, 698u) << "as published, batch_norm folded";
  EXPECT_EQ(content_sha256(net), content_sha256(built("resnet_cifar", task, "batch_norm = false")));
  const auto on_tiles = [](const Network& n) {
    return std::count_if(n.layers.begin(), n.layers.end(),
                         [](const Layer& layer) { return layer.product() != nullptr; });
  };
  EXPECT_EQ(on_tiles(net), 20);
  EXPECT_EQ(on_tiles(built("resnet_cifar", task, "blocks = 5")), 32);
  EXPECT_THROW(built("resnet_cifar", {.input = {30, 32, 3}, .classes = 10}), InputError);
}

TEST(Models, LstmClassifierReadsTheLastStep) {
  const Network net = built("lstm", kVowels, "units = 64, layers = 2");
  expect_layers(
      net,
      {{"lstm1", {29, 1, 64}}, {"lstm2", {29, 1, 64}}, {"last", {1, 1, 64}}, {"fc", {1, 1, 9}}});
  const std::uint64_t first = 4 * 64 * (12 + 64), second = 4 * 64 * 128;
  EXPECT_EQ(coverage(net).weights, first + second + 64 * 9);
  EXPECT_EQ(coverage(net).macs, 29 * (first + second) + 64 * 9);
  EXPECT_EQ(coverage(net).digital_parameters, 2u * 256 + 9);
}

TEST(Models, GruClassifierHasThreeQuartersOfAnLstm) {
  const Network net = built("gru", kVowels, "units = 64");
  expect_layers(net, {{"gru1", {29, 1, 64}}, {"last", {1, 1, 64}}, {"fc", {1, 1, 9}}});
  EXPECT_EQ(coverage(net).weights, 3u * 64 * (12 + 64) + 64 * 9);
}

TEST(Models, RecurrentLanguageModelScoresTheLastPositions) {
  const Network net = built("lstm_lm", kText, "units = 32, embedding = 16");
  expect_layers(net, {{"embedding", {64, 1, 16}},
                      {"lstm1", {64, 1, 32}},
                      {"lstm2", {64, 1, 32}},
                      {"scored", {32, 1, 32}},
                      {"fc", {32, 1, 8}}});
  const std::uint64_t first = 4 * 32 * (16 + 32), second = 4 * 32 * 64;
  EXPECT_EQ(coverage(net).weights, first + second + 32 * 8);
  EXPECT_EQ(coverage(net).macs, 64 * (first + second) + 32 * 32 * 8);
  EXPECT_EQ(net.layers[0].parameters.size(), 8u * 16);
  EXPECT_EQ(first_scored(net, 32), 0u);
  EXPECT_EQ(built("lstm_lm", kText).layers[0].out.channels, 200u) << "as many as units";
}

TEST(Models, DropoutStandsBetweenLayersAndIsGoneInTheEnd) {
  const Network net = built("lstm_lm", kText, "dropout = 0.25");
  std::vector<std::string> names;
  for (const Layer& layer : net.layers) names.push_back(layer.name);
  EXPECT_EQ(names, (std::vector<std::string>{"embedding", "dropout0", "lstm1", "dropout1", "lstm2",
                                             "dropout2", "scored", "fc"}));
  EXPECT_EQ(content_sha256(inference_network(net)), content_sha256(built("lstm_lm", kText)));
}

TEST(Models, DecoderHas12SquaredWidthsOfWeightsABlock) {
  const Network net = built("decoder", kQuestion, "blocks = 2, width = 32, heads = 2");
  ASSERT_EQ(net.layers.size(), 2u + 2 * 10 + 3);
  EXPECT_EQ(net.layers[3].out, (Shape{17, 1, 96})) << "qkv";
  EXPECT_EQ(net.layers[4].kind(), "attention");
  EXPECT_EQ(std::get<Attention>(*net.layers[4].digital()).settings.causal, 1u);
  EXPECT_EQ(net.layers[8].out, (Shape{17, 1, 128})) << "fc1";
  EXPECT_EQ(net.output(), (Shape{1, 1, 8})) << "one prediction";
  const Coverage c = coverage(net);
  EXPECT_EQ(c.weights, 2u * 12 * 32 * 32 + 32 * 8);
  EXPECT_EQ(c.macs, 17u * 2 * 12 * 32 * 32 + 32 * 8);
  // Tables; gamma and beta of five norms; biases of qkv, proj, fc1, fc2 twice, and of fc.
  EXPECT_EQ(c.digital_parameters, (24u + 17) * 32 + 5 * 64 + 2 * (96 + 32 + 128 + 32) + 8);
  EXPECT_EQ(c.digital_macs, 2u * 2 * 32 * (17 * 18 / 2));
}

TEST(Models, EncoderReadsTokensOrFeaturesByTokenOrMean) {
  const char* small = "blocks = 1, width = 32, heads = 4, ratio = 2";
  const Network net = built("encoder", kQuestion, small);
  EXPECT_EQ(net.layers[0].name, "embedding");
  EXPECT_EQ(net.layers[1].out, (Shape{18, 1, 32})) << "class token in front";
  EXPECT_EQ(net.output(), (Shape{1, 1, 8}));
  EXPECT_EQ(coverage(net).weights, 8u * 32 * 32 + 32 * 8);
  EXPECT_EQ(coverage(net).macs, 18u * 8 * 32 * 32 + 32 * 8);
  const Network mean =
      built("encoder", kVowels, "blocks = 1, width = 32, heads = 4, ratio = 2, pooling = mean");
  EXPECT_EQ(mean.layers[0].name, "project");
  EXPECT_EQ(mean.layers[1].out, (Shape{29, 1, 32})) << "no token";
  EXPECT_EQ(mean.layers[mean.layers.size() - 2].kind(), "global_avg_pool");
  EXPECT_EQ(coverage(mean).weights, 12u * 32 + 8 * 32 * 32 + 32 * 9);
}

TEST(Models, EveryTopologyFitsOtherTasks) {
  const ModelTask images{.input = {16, 20, 3}, .classes = 7};
  for (const ModelInfo& model : model_list()) {
    const bool tokens = test::reads_tokens(model);
    const ModelTask& task = tokens ? kText : images;
    const Network net = build_default(model, task);
    EXPECT_EQ(net.name, model.name);
    EXPECT_EQ(net.input, task.input);
    EXPECT_EQ(net.classes, task.classes);
    EXPECT_EQ(net.output().size(), task.classes * task.predictions);
  }
}

struct Misfit {
  const char* name;
  ModelTask task;
  const char *settings, *message;
};

TEST(Models, ATaskThatDoesNotFitIsAnInputErrorWithPlace) {
  const ModelTask images{.input = {32, 32, 3}, .classes = 10};
  const Misfit misfits[] = {
      {"lstm_lm", images, "", "model 'lstm_lm': reads tokens, but a sample is 32 x 32 x 3 values"},
      {"decoder", kVowels, "", "reads tokens"},
      {"lstm", kQuestion, "", "model 'lstm': reads values, but a sample is 17 tokens"},
      {"mlp", kText, "", "classifies whole samples, but a sample has 32 labels"},
      {"encoder", kText, "", "classifies whole samples"},
      {"decoder", kText, "width = 30, heads = 4", "'width' = 30 is not a multiple of 'heads' = 4"},
      {"encoder", kQuestion, "width = 30", "is not a multiple of 'heads' = 4"},
  };
  for (const Misfit& m : misfits) {
    ModelTask task = m.task;
    task.place = "x.toml:3:4";
    const std::string message = test::input_error_of([&] { built(m.name, task, m.settings); });
    test::expect_contains(message, "x.toml:3:4: model '");
    test::expect_contains(message, m.message);
  }
}

TEST(Models, AnUnknownNameIsAnInputErrorWithPlaceAndSuggestion) {
  const std::string message = test::input_error_of([] { find_topology("lenett", "x.toml:3:4"); });
  test::expect_contains(message, "x.toml:3:4: unknown model 'lenett'");
  test::expect_contains(message, "did you mean 'lenet'?");
}

}  // namespace
}  // namespace imcbench
