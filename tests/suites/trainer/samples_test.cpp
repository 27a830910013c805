// SPDX-License-Identifier: Apache-2.0
// Windows of a text: every word once an epoch, at places that change.
#include "suites/trainer/samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "suites/trainer/gradient_sum.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kSteps = 8, kPredictions = 3;

Network reader() {
  Network net;
  net.input = {kSteps, 1, 1};
  return net;
}

TEST(Windows, AreNeighboursWithTheWordsBehindThem) {
  std::vector<std::uint16_t> text(101);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<std::uint16_t>(i);
  const Network net = reader();
  const auto samples = windows_of(net, text, kPredictions, 4, "x.toml");
  EXPECT_EQ(samples->size(), 11u);  // (101 - 8) / 8
  std::set<float> starts;
  for (std::uint32_t epoch = 0; epoch < 200; ++epoch) {
    std::vector<std::uint32_t> order = samples->order(epoch);
    EXPECT_EQ(std::set<std::uint32_t>(order.begin(), order.end()).size(), 11u);
    float x[kSteps];
    std::uint16_t labels[kPredictions];
    samples->make(0, epoch, x, labels);
    const float start = x[0];
    starts.insert(start);
    for (const std::uint32_t w : order) {
      samples->make(w, epoch, x, labels);
      for (std::uint32_t t = 0; t < kSteps; ++t) EXPECT_EQ(x[t], start + w * kSteps + t);
      for (std::uint32_t p = 0; p < kPredictions; ++p) {
        EXPECT_EQ(labels[p], x[kSteps - kPredictions + p] + 1.0f);
      }
    }
  }
  // 200 draws of 8 offsets: one is missed with a probability of 8 * (7 / 8)^200 = 2e-11.
  EXPECT_EQ(starts.size(), kSteps);
  EXPECT_EQ(*starts.begin(), 0.0f);
  EXPECT_NE(samples->order(0), samples->order(1));
}

TEST(Streams, GoOnFromBatchToBatch) {
  std::vector<std::uint16_t> text(80);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<std::uint16_t>(i);
  const Network net = reader();
  const auto samples = streams_of(net, text, kPredictions, 3, 4, "x.toml");
  EXPECT_TRUE(samples->carries_states());
  EXPECT_EQ(samples->size(), 9u);  // streams of 24 words: three windows of 8 in each
  std::set<std::uint32_t> predicted;
  for (std::uint32_t epoch = 0; epoch < 200; ++epoch) {
    const std::vector<std::uint32_t> order = samples->order(epoch);
    float x[kSteps];
    std::uint16_t labels[kPredictions];
    samples->make(0, epoch, x, labels);
    const auto offset = static_cast<std::uint32_t>(x[0]);
    EXPECT_LT(offset, kSteps);
    for (std::uint32_t i = 0; i < 9; ++i) {
      samples->make(order[i], epoch, x, labels);
      const std::uint32_t start = offset + i % 3 * 24 + i / 3 * kSteps;
      for (std::uint32_t t = 0; t < kSteps; ++t) EXPECT_EQ(x[t], start + t);
      EXPECT_EQ(labels[kPredictions - 1], start + kSteps);
      predicted.insert(labels, labels + kPredictions);
    }
  }
  // From the first word that can be one to the last one, all are, in some epoch: see above.
  EXPECT_EQ(predicted.size(), text.size() - (kSteps - kPredictions + 1));
  const std::string message =
      test::input_error_of([&] { streams_of(net, text, kPredictions, 10, 4, "x.toml"); });
  test::expect_contains(message, "x.toml: a text of 80 tokens; 10 streams with windows of 8");
}

// An lstm and a classifier of every step.
Network lstm_network(std::uint32_t steps) {
  Network net;
  net.input = {steps, 1, 1};
  append_recurrent(net, "lstm", make_lstm(net.output(), 5));
  append_product(net, "words", make_conv2d(net.output(), 4, 1, 1, 0));
  net.classes = 4;
  initialize_weights(net, {Init::uniform, 0.5f, 1.0f}, 2);
  return net;
}

// After two batches every stream has the state that one long pass over both windows leaves.
TEST(Streams, CarryTheStatesOfRecurrentLayers) {
  constexpr std::uint32_t kStreams = 20;  // two slices
  std::vector<std::uint16_t> text((kStreams * 2 + 1) * kSteps);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<std::uint16_t>(i * i % 7 % 4);
  const Network net = lstm_network(kSteps), whole = lstm_network(2 * kSteps);
  const auto samples = streams_of(net, text, kPredictions, kStreams, 4, "x.toml");
  for (const int threads : {1, 2}) {
    GradientSum gradients({net, *samples, kStreams, 0.0f, 1, threads, active_isa()});
    const std::vector<std::uint32_t> order = samples->order(0);
    ASSERT_EQ(order.size(), 2 * kStreams);
    gradients.compute(std::span(order).first(kStreams), 0, 0);
    gradients.compute(std::span(order).last(kStreams), 0, 1);
    const std::size_t floats = SlicePass::state_floats(net);
    ASSERT_EQ(gradients.states().size(), kStreams * floats);
    SlicePass pass(whole, 1);
    for (std::uint32_t s = 0; s < kStreams; ++s) {
      std::vector<float> x(2 * kSteps), state(floats, 0.0f);
      std::uint16_t labels[kPredictions];
      samples->make(s, 0, x.data(), labels);
      samples->make(kStreams + s, 0, x.data() + kSteps, labels);
      pass.forward(x.data(), 1, {}, state.data());
      const auto found = gradients.states().subspan(s * floats, floats);
      EXPECT_TRUE(std::ranges::equal(found, state)) << s;
    }
  }
}

TEST(Windows, OfTooShortATextAreAnInputError) {
  const std::vector<std::uint16_t> text(15);
  const Network net = reader();
  const std::string message =
      test::input_error_of([&] { windows_of(net, text, kPredictions, 4, "x.toml"); });
  test::expect_contains(message, "x.toml: a text of 15 tokens; windows of 8 need at least 16");
}

}  // namespace
}  // namespace imcbench
