// SPDX-License-Identifier: Apache-2.0
// Windows of a text: every word once an epoch, at places that change.
#include "suites/trainer/samples.h"

#include <gtest/gtest.h>

#include <set>

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

TEST(Windows, OfTooShortATextAreAnInputError) {
  const std::vector<std::uint16_t> text(15);
  const Network net = reader();
  const std::string message =
      test::input_error_of([&] { windows_of(net, text, kPredictions, 4, "x.toml"); });
  test::expect_contains(message, "x.toml: a text of 15 tokens; windows of 8 need at least 16");
}

}  // namespace
}  // namespace imcbench
