// SPDX-License-Identifier: Apache-2.0
#include "kernels/crossbar/mapping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"
#include "tests/crossbar/one_tile.h"

namespace imcbench {
namespace {

using testing_tile::normals;

TEST(Mapping, PiecesAreFewAndEqualToWithinOne) {
  for (std::uint32_t inputs = 1; inputs < 700; inputs += 7) {
    for (const std::uint32_t limit : {1u, 3u, 64u, 512u}) {
      const std::vector<TileSplit> pieces = split_inputs(inputs, limit);
      EXPECT_EQ(pieces.size(), (inputs + limit - 1) / limit);
      std::uint32_t next = 0, smallest = inputs, largest = 0;
      for (const TileSplit& piece : pieces) {
        EXPECT_EQ(piece.first_input, next);
        next += piece.inputs;
        smallest = std::min(smallest, piece.inputs);
        largest = std::max(largest, piece.inputs);
      }
      EXPECT_EQ(next, inputs);
      EXPECT_LE(largest, limit);
      EXPECT_LE(largest - smallest, 1u);
    }
  }
}

// Weight [5][ld] with a column of zeros; rows 1 ... 3 are mapped.
constexpr std::uint32_t kOutputs = 3;
constexpr TileSplit kRows{1, 3};
const std::vector<float> kWeight = {9, 9, 9, 0, 0.5, 0, -4, 0, -2, 0, 1, 0, 1, 0, 8, 0, 9, 9, 9, 0};
constexpr std::size_t kLd = 4;

TEST(Mapping, ColumnsReachFullConductance) {
  const MappedTile tile = map_tile(kWeight, kLd, kRows, kOutputs, true);
  EXPECT_EQ(tile.column_scale, (std::vector<float>{2, 1, 8}));  // 1 for the column of zeros
  EXPECT_EQ(tile.target, (std::vector<float>{0.25, 0, -0.5, -1, 0, 0.125, 0.5, 0, 1}));
}

TEST(Mapping, OneScaleForTheWholeTile) {
  const MappedTile tile = map_tile(kWeight, kLd, kRows, kOutputs, false);
  EXPECT_EQ(tile.column_scale, (std::vector<float>{8, 8, 8}));
  EXPECT_EQ(tile.target[2], -0.5f);
  EXPECT_EQ(tile.target[8], 1.0f);
}

TEST(Mapping, ATileOfZerosStaysZero) {
  const std::vector<float> zeros(5 * kLd, 0.0f);
  for (const bool columns : {false, true}) {
    const MappedTile tile = map_tile(zeros, kLd, kRows, kOutputs, columns);
    EXPECT_EQ(tile.column_scale, (std::vector<float>{1, 1, 1}));
    EXPECT_EQ(tile.target, std::vector<float>(9, 0.0f));
  }
}

TEST(Mapping, TargetTimesScaleIsTheWeight) {
  const std::vector<float> weight = normals(1, 64 * 16);
  const MappedTile tile = map_tile(weight, 16, {0, 64}, 16, true);
  for (std::size_t i = 0; i < weight.size(); ++i) {
    EXPECT_LE(std::fabs(tile.target[i]), 1.0f);
    EXPECT_NEAR(tile.target[i] * tile.column_scale[i % 16], weight[i],
                1.2e-7 * std::fabs(weight[i]));
  }
}

// g+ = max(w, 0) (g_max - g_min) + g_min, g- likewise for -w: one of a pair is at g_min.
TEST(Mapping, PairsOfConductances) {
  Hardware hardware;
  hardware["mapping"].values.set("g_min_uS", 2.0);
  hardware["mapping"].values.set("g_max_uS", 10.0);
  const std::vector<float> weight{1.0f, -0.5f, 0.0f, 0.25f};
  const double times[] = {0.0};
  const testing_tile::OneTile tile(hardware, 4, 1, weight, times);
  const auto g = testing_tile::conductances(tile.analog, 0);
  EXPECT_EQ(g.programmed_uS[0], (std::vector<float>{10, 2, 2, 4}));
  EXPECT_EQ(g.programmed_uS[1], (std::vector<float>{2, 6, 2, 2}));
  EXPECT_EQ(g.aged_uS[0], g.programmed_uS[0]);
}

// With every nonideality off, tiles compute the layer: splitting and scaling change rounding only.
TEST(Mapping, IdealTilesAreTheLayer) {
  const std::vector<float> weight = normals(2, 300 * 40), x = normals(3, 5 * 300);
  std::vector<float> inputs(x.size());
  std::transform(x.begin(), x.end(), inputs.begin(), [](float v) { return clamp_f(v, -1, 1); });
  const double times[] = {3600.0};
  for (const double limit : {512.0, 100.0, 37.0}) {
    Hardware hardware;
    hardware["mapping"].values.set("tile_inputs", limit);
    const testing_tile::OneTile tile(hardware, 300, 40, weight, times);
    ChipCpu chip(tile.analog, 5);
    chip.program(0, 0);
    const float* y = chip.forward(inputs.data(), 5, 0);
    for (std::uint32_t s = 0; s < 5; ++s) {
      for (std::uint32_t n = 0; n < 40; ++n) {
        double exact = 0.0;
        for (std::uint32_t k = 0; k < 300; ++k) {
          exact +=
              static_cast<double>(inputs[s * 300 + k]) * static_cast<double>(weight[k * 40 + n]);
        }
        EXPECT_NEAR(y[s * 40 + n], exact, 3e-5);
      }
    }
  }
}

TEST(Mapping, EmptyConductanceRangeIsAnInputError) {
  Hardware hardware;
  hardware["mapping"].values.set("g_min_uS", 25.0);
  EXPECT_THROW(hardware.check("suite.toml"), InputError);
  hardware["mapping"].values.set("g_min_uS", 24.0);
  EXPECT_NO_THROW(hardware.check("suite.toml"));
}

}  // namespace
}  // namespace imcbench
