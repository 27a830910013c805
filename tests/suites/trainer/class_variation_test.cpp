// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/class_variation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "suites/trainer/batches.h"

namespace imcbench {
namespace {

// Series of one class are its base plus 1 or minus 1 times its own direction, over all steps; class 0
// varies along (1, 2), class 1 along (3, -1). Samples 0 and 1 are of class 0, 2 and 3 of class 1, all of
// `steps` steps after `padding`; 4, of class 1, is far from all and not to be drawn.
constexpr double kDirection[2][2] = {{1, 2}, {3, -1}};

Dataset series(std::uint32_t steps, std::uint32_t padding) {
  Dataset data;
  data.count = 5;
  data.height = steps + padding;
  data.width = 1;
  data.channels = 2;
  data.classes = 2;
  data.labels = {0, 0, 1, 1, 1};
  for (std::uint32_t sample = 0; sample < 5; ++sample) {
    const double sign = sample % 2 == 0 ? 1 : -1, base = sample == 4 ? 1e6 : 10.0;
    for (std::uint32_t t = 0; t < data.height; ++t) {
      for (std::uint32_t c = 0; c < 2; ++c) {
        const double value = base + sign * kDirection[data.labels[sample]][c];
        data.values.push_back(t < padding ? 0.0f : static_cast<float>(value));
      }
    }
  }
  return data;
}

const std::vector<std::uint32_t> kTraining = {0, 1, 2, 3};

// In one of two cases both series drawn are the same one, else they differ by twice the direction, each
// class one time in two: the covariance added is scale^2 times that within the classes, the mean of
// d d^T. 20,000 draws; 5 standard errors of a product of normals, bounded by those of the largest
// entry's fourth moment: a false alarm in less than one of 10^5 seeds (it is fixed).
TEST(ClassVariation, AddsTheCovarianceWithinTheClasses) {
  const Dataset data = series(1 + 1, 0);
  const double scale = 0.7;
  const ClassVariation variation(data, kTraining, scale, 3);
  double mean[2] = {}, covariance[2][2] = {};
  const int draws = 20000;
  for (int epoch = 0; epoch < draws; ++epoch) {
    std::vector<float> values(4, 1.0f);
    variation.add(0, static_cast<std::uint32_t>(epoch), values);
    EXPECT_EQ(values[0], values[2]) << "the same at both steps, as in the series";
    EXPECT_EQ(values[1], values[3]);
    for (int a = 0; a < 2; ++a) {
      mean[a] += (values[a] - 1.0) / draws;
      for (int b = 0; b < 2; ++b) {
        covariance[a][b] += (values[a] - 1.0) * (values[b] - 1.0) / draws;
      }
    }
  }
  for (int a = 0; a < 2; ++a) {
    EXPECT_NEAR(mean[a], 0.0, 5.0 * scale * std::sqrt(5.0 / draws)) << a;
    for (int b = 0; b < 2; ++b) {
      const double within = 0.5 * (kDirection[0][a] * kDirection[0][b] +
                                   kDirection[1][a] * kDirection[1][b]);
      // E x^4 = 3 s^4 times the mean of d^4, doubled as half of the draws are zero: at most 6 * 81 / 2.
      EXPECT_NEAR(covariance[a][b], scale * scale * within,
                  5.0 * scale * scale * std::sqrt(243.0 / draws)) << a << b;
    }
  }
}

// The series drawn are told in as many steps as the sample has, and its padding stays.
TEST(ClassVariation, FollowsTheSamplesLength) {
  const Dataset data = series(3, 9);
  const ClassVariation variation(data, kTraining, 1.0, 3);
  int changed = 0;
  for (std::uint32_t epoch = 0; epoch < 50; ++epoch) {
    std::vector<float> values(24, 0.0f);
    std::fill(values.begin() + 10, values.end(), 5.0f);  // 7 of 12 steps
    variation.add(1, epoch, values);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(values[i], 0.0f);
    for (int i = 12; i < 24; ++i) EXPECT_NEAR(values[i], values[i - 2], 1e-4);
    changed += values[10] != 5.0f;
  }
  EXPECT_GE(changed, 10);  // 25 expected; 10 or fewer with a probability of 1e-5
  EXPECT_LE(changed, 40);
}

TEST(ClassVariation, LeavesWhatHasOneStepOrNone) {
  const Dataset data = series(3, 0);
  const ClassVariation variation(data, kTraining, 1.0, 3);
  const Dataset one_step = series(1, 2);
  const ClassVariation of_short(one_step, kTraining, 1.0, 3);
  for (std::uint32_t epoch = 0; epoch < 20; ++epoch) {
    const std::vector<float> one = {0, 0, 0, 0, 5, 5}, whole = {1, 2, 3, 4, 5, 6};
    std::vector<float> values = one;
    variation.add(0, epoch, values);
    EXPECT_EQ(values, one);
    values = whole;
    of_short.add(0, epoch, values);
    EXPECT_EQ(values, whole);
  }
}

// Through the maker of inputs: before normalization, new in every epoch, only from training samples.
TEST(ClassVariation, IsPartOfTheInputs) {
  const Dataset data = series(4, 2);
  Network net;
  net.input = {6, 1, 2};
  net.mean = {1.0f, 1.0f};
  net.std = {2.0f, 2.0f};
  const InputMaker inputs(net, data, {.class_variation = 1.0f}, 7, kTraining);
  std::vector<float> out(12), again(12), before(12);
  int new_ones = 0;
  for (std::uint32_t epoch = 0; epoch < 50; ++epoch) {
    inputs.make(0, epoch, out.data());
    inputs.make(0, epoch, again.data());
    ASSERT_EQ(out, again);
    new_ones += out != before;
    before = out;
    EXPECT_EQ(out[0], -0.5f) << "padding";
    for (const float value : out) EXPECT_LT(std::fabs(value), 40.0f) << "nothing of sample 4";
  }
  EXPECT_GE(new_ones, 10);
}

}  // namespace
}  // namespace imcbench
