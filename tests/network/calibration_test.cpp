// SPDX-License-Identifier: Apache-2.0
// Input ranges of the tiles of a small network, against the definitions of the methods written out
// on inputs that plain loops gather: zeros of the padding are inputs like all others.
#include "kernels/network/calibration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/crossbar/input_range.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

using test::Doubles;
using Vectors = std::vector<Doubles>;  // of one tile: one per position and sample

constexpr std::uint32_t kSamples = 5;

// conv: 18 inputs on tiles of 9 and 9; fc: 5 * 4 * 3 = 60 inputs on 6 tiles of 10.
Network small_network() {
  Network network;
  network.name = "small";
  network.input = {5, 4, 2};
  append_product(network, "conv", make_conv2d(network.input, 3, 3, 1, 1));
  append_digital(network, "relu", Relu::make(network.output()));
  append_product(network, "fc", make_linear(network.output(), 4));
  network.classes = 4;
  return network;
}

Hardware hardware_of(double method) {
  Hardware hardware;
  hardware["mapping"].values.set("tile_inputs", 10);
  hardware["input_range"].values.set("method", method);
  return hardware;
}

// All kernel windows of a sample, as vectors in the order channel, row, column of the kernel.
Vectors windows(const Doubles& x) {
  Vectors result;
  for (int row = 0; row < 5; ++row) {
    for (int column = 0; column < 4; ++column) {
      Doubles window;
      for (int c = 0; c < 2; ++c) {
        for (int v = row - 1; v <= row + 1; ++v) {
          for (int u = column - 1; u <= column + 1; ++u) {
            const bool inside = v >= 0 && v < 5 && u >= 0 && u < 4;
            window.push_back(inside ? x[(v * 4 + u) * 2 + c] : 0.0);
          }
        }
      }
      result.push_back(window);
    }
  }
  return result;
}

void append_pieces(std::vector<Vectors>& tiles, std::size_t first_tile, const Doubles& vector,
                   std::size_t piece) {
  for (std::size_t k = 0; k < vector.size(); k += piece) {
    tiles[first_tile + k / piece].emplace_back(vector.begin() + k, vector.begin() + k + piece);
  }
}

struct Case {
  Network network = small_network();
  std::vector<float> x;        // inputs with a mean far from zero, of both signs
  std::vector<Vectors> tiles;  // what each tile sees

  Case() : tiles(8) {
    const auto parameters = test::randomize(network);
    x = test::normals("calibration", kSamples * network.input.size());
    for (float& value : x) value = 0.7f - value;
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      const Doubles sample(x.begin() + s * 40, x.begin() + (s + 1) * 40);
      for (const Doubles& window : windows(sample)) append_pieces(tiles, 0, window, 9);
      Doubles y = test::reference_layer(network.layers[0], parameters[0], sample);
      y = test::reference_layer(network.layers[1], parameters[1], y);
      append_pieces(tiles, 2, y, 10);
    }
  }

  std::vector<float> ranges(const Hardware& hardware) const {
    return calibrate_input_ranges(network, hardware, x.data(), kSamples);
  }
};

Doubles all_values(const Vectors& vectors) {
  Doubles values;
  for (const Doubles& vector : vectors) values.insert(values.end(), vector.begin(), vector.end());
  return values;
}

double abs_max(const Doubles& values) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

double mean(const Doubles& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation(const Doubles& values) {
  Doubles squares;
  for (const double value : values) squares.push_back(std::pow(value - mean(values), 2));
  return std::sqrt(mean(squares));
}

double mean_abs_max(const Vectors& vectors) {
  Doubles largest;
  for (const Doubles& vector : vectors) largest.push_back(abs_max(vector));
  return mean(largest);
}

// Float32 inputs of the second layer differ from the reference's by a few units in the last place.
template <class Expected>
void expect_ranges(const std::vector<float>& ranges, const Case& c, Expected expected) {
  ASSERT_EQ(ranges.size(), c.tiles.size());
  for (std::size_t t = 0; t < ranges.size(); ++t) {
    const double wanted = expected(c.tiles[t]);
    EXPECT_NEAR(ranges[t], wanted, 2e-6 * wanted) << "tile " << t;
  }
}

TEST(Calibration, MethodsAreNumberedInThisOrder) {
  const ParamInfo& method = InputRange::params[0];
  EXPECT_STREQ(method.name, "method");
  EXPECT_STREQ(method.choices, "quantile|max|std|average_abs_max|constant");
  EXPECT_EQ(method.default_value, 0.0);
  EXPECT_EQ(method.max, 4.0);
}

// The histogram may be one bin, 1/4096 of the largest value, above the quantile.
TEST(Calibration, QuantileOfAllValues) {
  const Case c;
  Hardware hardware = hardware_of(0);
  hardware["input_range"].values.set("quantile", 0.9);
  const std::vector<float> ranges = c.ranges(hardware);
  ASSERT_EQ(ranges.size(), c.tiles.size());
  for (std::size_t t = 0; t < ranges.size(); ++t) {
    Doubles sizes = all_values(c.tiles[t]);
    for (double& value : sizes) value = std::fabs(value);
    std::sort(sizes.begin(), sizes.end());
    const double exact = sizes[static_cast<std::size_t>(std::ceil(0.9 * sizes.size())) - 1];
    EXPECT_GE(ranges[t], exact * (1 - 2e-6)) << "tile " << t;
    EXPECT_LE(ranges[t], exact + sizes.back() / 4096 * 1.001) << "tile " << t;
    EXPECT_LT(ranges[t], sizes.back()) << "tile " << t;
  }
}

TEST(Calibration, MaxOfAllValues) {
  const Case c;
  const auto largest = [](const Vectors& seen) { return abs_max(all_values(seen)); };
  expect_ranges(c.ranges(hardware_of(1)), c, largest);
  Hardware whole_quantile = hardware_of(0);
  whole_quantile["input_range"].values.set("quantile", 1.0);
  EXPECT_EQ(c.ranges(hardware_of(1)), c.ranges(whole_quantile));
}

TEST(Calibration, StdIsThreeDeviationsAboutTheMeanByDefault) {
  const Case c;
  expect_ranges(c.ranges(hardware_of(2)), c,
                [](const Vectors& seen) { return 3.0 * deviation(all_values(seen)); });
}

TEST(Calibration, StdFactorScalesStd) {
  const Case c;
  Hardware hardware = hardware_of(2);
  hardware["input_range"].values.set("std_factor", 1.25);
  expect_ranges(c.ranges(hardware), c,
                [](const Vectors& seen) { return 1.25 * deviation(all_values(seen)); });
}

TEST(Calibration, AverageAbsMaxIsTheMeanOverVectors) {
  const Case c;
  expect_ranges(c.ranges(hardware_of(3)), c, mean_abs_max);
}

// All pixels are one. A kernel meets 13 rows of 15 and 10 columns of 12 inside the picture, the
// rest is padding; the first tile, one channel, so sees ones with probability 130 / 180.
TEST(Calibration, PaddingCountsAsInputs) {
  Case c;
  std::fill(c.x.begin(), c.x.end(), 1.0f);
  const double ones = 130.0 / 180.0;
  EXPECT_NEAR(c.ranges(hardware_of(2))[0], 3.0 * std::sqrt(ones * (1.0 - ones)), 1e-6);
}

TEST(Calibration, ConstantIsTheRangeOfEveryTile) {
  const Case c;
  Hardware hardware = hardware_of(4);
  EXPECT_EQ(c.ranges(hardware), std::vector<float>(8, 1.0f));
  hardware["input_range"].values.set("range", 2.5);
  EXPECT_EQ(c.ranges(hardware), std::vector<float>(8, 2.5f));
}

TEST(Calibration, TilesThatSeeZerosGetOneByEveryMethod) {
  Case c;
  std::fill(c.x.begin(), c.x.end(), 0.0f);
  c.network.layers[0].product()->bias.assign(3, 0.0f);
  for (double method = 0; method < 5; ++method) {
    EXPECT_EQ(c.ranges(hardware_of(method)), std::vector<float>(8, 1.0f)) << method;
  }
}

// The inputs of the fully connected tiles are all the same: nothing to measure a deviation by.
TEST(Calibration, StdOfEqualInputsGivesOne) {
  Case c;
  std::fill(c.x.begin(), c.x.end(), 0.0f);
  c.network.layers[0].product()->bias.assign(3, 0.3f);
  EXPECT_EQ(c.ranges(hardware_of(2)), std::vector<float>(8, 1.0f));
}

}  // namespace
}  // namespace imcbench
