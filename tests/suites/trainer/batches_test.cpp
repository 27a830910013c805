// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/batches.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "datasets/glyphs.h"

namespace imcbench {
namespace {

std::vector<std::uint32_t> numbers(std::uint32_t count) {
  std::vector<std::uint32_t> all(count);
  std::iota(all.begin(), all.end(), 0u);
  return all;
}

// Three channels, no two pixels of a sample alike.
Dataset small_images() {
  Dataset data;
  data.name = "small";
  data.count = 40;
  data.height = 4;
  data.width = 5;
  data.channels = 3;
  data.classes = 2;
  for (std::uint32_t i = 0; i < data.count * data.sample_size(); ++i) {
    data.pixels.push_back(static_cast<std::uint8_t>(1 + i % data.sample_size() + i / 60));
  }
  data.labels.assign(data.count, 1);
  return data;
}

Network raw_bytes(const Dataset& data) {  // inputs that are the bytes / 255
  Network net;
  net.input = {data.height, data.width, data.channels};
  net.mean = {0.0f, 0.0f, 0.0f};
  net.std = {1.0f, 1.0f, 1.0f};
  return net;
}

TEST(Batches, EpochOrderIsAPermutationThatChangesWithEpochAndSeed) {
  const auto all = numbers(1000);
  auto order = epoch_order(all, 3, 7);
  EXPECT_NE(order, all);
  EXPECT_EQ(order, epoch_order(all, 3, 7));
  EXPECT_NE(order, epoch_order(all, 4, 7));
  EXPECT_NE(order, epoch_order(all, 3, 8));
  std::sort(order.begin(), order.end());
  EXPECT_EQ(order, all);
}

// The place of a sample is uniform: its mean over 2000 epochs is 49.5 +- 5 * 28.9 / sqrt(2000).
TEST(Batches, EpochOrderIsUniform) {
  double sum = 0.0;
  for (std::uint32_t epoch = 0; epoch < 2000; ++epoch) {
    const auto order = epoch_order(numbers(100), epoch, 1);
    sum += static_cast<double>(std::find(order.begin(), order.end(), 17u) - order.begin());
  }
  EXPECT_NEAR(sum / 2000, 49.5, 3.3);
}

TEST(Batches, SplitIsAPartition) {
  const Split split = split_samples(100, 30, 1);
  EXPECT_EQ(split.validation.size(), 30u);
  auto all = split.training;
  all.insert(all.end(), split.validation.begin(), split.validation.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, numbers(100));
  EXPECT_TRUE(std::is_sorted(split.training.begin(), split.training.end()));
  EXPECT_NE(split.validation, split_samples(100, 30, 2).validation);
  EXPECT_EQ(split_samples(100, 0, 1).training, numbers(100));
}

TEST(Batches, PixelStatisticsEqualTheDefinition) {
  const Dataset data = small_images();
  const std::vector<std::uint32_t> samples = {3, 17, 20};
  const InputStatistics found = input_statistics(data, samples);
  for (std::uint32_t c = 0; c < 3; ++c) {
    std::vector<double> values;
    for (const std::uint32_t s : samples) {
      for (std::size_t i = c; i < data.sample_size(); i += 3) {
        values.push_back(data.pixels[s * data.sample_size() + i] / 255.0);
      }
    }
    double mean = 0.0, variance = 0.0;
    for (const double v : values) mean += v / static_cast<double>(values.size());
    for (const double v : values) variance += (v - mean) * (v - mean) / values.size();
    EXPECT_NEAR(found.mean[c], mean, 1e-7);
    EXPECT_NEAR(found.std[c], std::sqrt(variance), 1e-7);
  }
}

TEST(InputMaker, WithoutAugmentationEqualsNormalizePixels) {
  const Dataset data = make_glyphs("train", 5);
  Network net;
  net.input = {28, 28, 1};
  net.mean = {0.3f};
  net.std = {0.17f};
  std::vector<float> expected(5 * 784), found(784);
  normalize_pixels(net, data.pixels.data(), 5, expected.data());
  const InputMaker inputs(net, data, {}, 1);
  for (std::uint32_t s = 0; s < 5; ++s) {
    inputs.make(s, 2, found.data());
    EXPECT_TRUE(std::equal(found.begin(), found.end(), expected.begin() + s * 784)) << s;
  }
}

// Against numbers whose moments are known: bounds of 5 standard errors of 2,000 draws, false
// alarm below 1e-6 each (fixed seed).
TEST(InputMaker, FeatureNoiseIsGaussianAndNewInEveryEpoch) {
  Dataset data;
  data.count = 2;
  data.height = 1000;
  data.width = 1;
  data.channels = 2;
  data.values.assign(data.count * data.sample_size(), 3.0f);
  Network net;
  net.input = {1000, 1, 2};
  net.mean = {1.0f, 2.0f};
  net.std = {2.0f, 1.0f};
  const InputMaker inputs(net, data, {.feature_noise = 0.25f}, 7);
  std::vector<float> a(2000), again(2000), other_sample(2000), other_epoch(2000);
  inputs.make(0, 3, a.data());
  inputs.make(0, 3, again.data());
  inputs.make(1, 3, other_sample.data());
  inputs.make(0, 4, other_epoch.data());
  EXPECT_EQ(a, again);
  const auto moments = [](const std::vector<float>& x) {
    double mean = 0.0, square = 0.0;
    for (const float value : x) mean += (value - 1.0) / 2000.0;
    for (const float value : x) square += (value - 1.0) * (value - 1.0) / 2000.0;
    return std::pair{mean, square};
  };
  for (const auto& x : {a, other_sample, other_epoch}) {
    const auto [mean, square] = moments(x);
    EXPECT_NEAR(mean, 0.0, 5.0 * 0.25 / std::sqrt(2000.0));
    EXPECT_NEAR(square, 0.0625, 5.0 * 0.0625 * std::sqrt(2.0 / 2000.0));
  }
  for (const auto& x : {other_sample, other_epoch}) {
    double product = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) product += (x[i] - 1.0) * (a[i] - 1.0) / 2000.0;
    EXPECT_NEAR(product, 0.0, 5.0 * 0.0625 / std::sqrt(2000.0));
  }
}

// Three classes, of 6, 3 and 0 samples, mixed; a third of each is kept aside, in the order of the file.
TEST(SplitBlocks, AreRunsOfEveryClass) {
  Dataset data;
  data.count = 9;
  data.classes = 3;
  data.labels = {0, 1, 0, 0, 1, 0, 0, 1, 0};
  const std::vector<std::uint32_t> expected[] = {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}};
  for (std::uint32_t block = 1; block <= 3; ++block) {
    const Split split = split_blocks(data, 3, block);
    EXPECT_EQ(split.validation, expected[block - 1]) << block;
    EXPECT_EQ(split.training.size(), 6u);
    std::vector<std::uint32_t> all = split.training;
    all.insert(all.end(), split.validation.begin(), split.validation.end());
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, numbers(9));
  }
  // Two of nine: 6 * 2 / 9 and 3 * 2 / 9 samples of a class, rounded down at each end; no sample twice.
  std::vector<std::uint32_t> taken;
  for (std::uint32_t block = 1; block <= 4; ++block) {
    const Split split = split_blocks(data, 2, block);
    taken.insert(taken.end(), split.validation.begin(), split.validation.end());
  }
  std::sort(taken.begin(), taken.end());
  EXPECT_EQ(taken, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));
}

// Finds the shift and flip that explain an augmented sample; "" if none does.
std::string explain(const Dataset& data, std::uint32_t sample, const std::vector<float>& x) {
  const int height = data.height, width = data.width;
  for (int flip = 0; flip < 2; ++flip) {
    for (int down = -1; down <= 1; ++down) {
      for (int right = -1; right <= 1; ++right) {
        bool same = true;
        for (int i = 0; same && i < height * width * 3; ++i) {
          const int c = i % 3, u = i / 3 % width, v = i / 3 / width;
          const int from_v = v - down, from_u = (flip ? width - 1 - u : u) - right;
          const bool inside = from_v >= 0 && from_v < height && from_u >= 0 && from_u < width;
          const int at = (from_v * width + from_u) * 3 + c;
          const int byte = inside ? data.pixels[sample * data.sample_size() + at] : 0;
          same = x[i] == static_cast<float>(byte) / 255.0f;
        }
        if (same) return fmt::format("{} {} {}", flip, down, right);
      }
    }
  }
  return "";
}

TEST(InputMaker, DrawsEveryShiftAndFlipEquallyOften) {
  const Dataset data = small_images();
  const Network net = raw_bytes(data);
  const InputMaker inputs(net, data, {1, true}, 5);
  std::map<std::string, int> seen;
  std::vector<float> x(data.sample_size());
  for (std::uint32_t epoch = 0; epoch < 90; ++epoch) {
    for (std::uint32_t s = 0; s < data.count; ++s) {
      inputs.make(s, epoch, x.data());
      ++seen[explain(data, s, x)];
    }
  }
  EXPECT_EQ(seen.size(), 18u);  // 2 flips x 3 x 3 shifts
  // 3600 draws over 18 cells: 200 each, standard deviation 13.7.
  for (const auto& [what, count] : seen) EXPECT_NEAR(count, 200, 5 * 13.7) << "'" << what << "'";
}

TEST(InputMaker, CutOutIsASquareOfZerosAnywhere) {
  Dataset data;
  data.name = "ones";
  data.count = 1;
  data.height = 9;
  data.width = 7;
  data.classes = 2;
  data.pixels.assign(63, 255);
  data.labels = {0};
  const Network net = raw_bytes(data);
  const InputMaker inputs(net, data, {0, false, 3}, 5);
  std::vector<float> x(63);
  std::set<std::pair<int, int>> middles;
  for (std::uint32_t epoch = 0; epoch < 1000; ++epoch) {
    inputs.make(0, epoch, x.data());
    int top = 9, left = 7, bottom = -1, right = -1, zeros = 0;
    for (int i = 0; i < 63; ++i) {
      if (x[i] != 0.0f) continue;
      ++zeros;
      top = std::min(top, i / 7);
      bottom = std::max(bottom, i / 7);
      left = std::min(left, i % 7);
      right = std::max(right, i % 7);
    }
    EXPECT_EQ(zeros, (bottom - top + 1) * (right - left + 1));
    EXPECT_LE(bottom - top, 2);
    EXPECT_LE(right - left, 2);
    middles.insert({top == 0 ? bottom - 1 : top + 1, left == 0 ? right - 1 : left + 1});
  }
  // 1000 draws of 63 middles: one is missed with a probability of 63 * (62 / 63)^1000 = 7e-6.
  EXPECT_EQ(middles.size(), 63u);
}

TEST(InputMaker, NormalizesValuesPerChannel) {
  Dataset data;
  data.name = "features";
  data.count = 3;
  data.height = 2;
  data.width = 1;
  data.channels = 2;
  data.classes = 2;
  data.values = {1, 10, 3, 30, 5, 10, 7, 30, 100, 100, 100, 100};
  data.labels = {0, 1, 0};
  const InputStatistics found = input_statistics(data, {0, 1});
  EXPECT_EQ(found.mean, (std::vector<float>{4.0f, 20.0f}));
  EXPECT_EQ(found.std, (std::vector<float>{std::sqrt(5.0f), 10.0f}));
  Network net;
  net.input = {2, 1, 2};
  net.mean = found.mean;
  net.std = found.std;
  const InputMaker inputs(net, data, {}, 1);
  std::vector<float> x(4);
  inputs.make(1, 0, x.data());
  const float s = std::sqrt(5.0f);
  EXPECT_EQ(x, (std::vector<float>{1.0f / s, -1.0f, 3.0f / s, 1.0f}));
}

}  // namespace
}  // namespace imcbench
