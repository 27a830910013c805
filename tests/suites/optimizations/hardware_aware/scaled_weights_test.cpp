// SPDX-License-Identifier: Apache-2.0
// Full scales against the mapping of chips, and clipping against its definition.
#include "suites/optimizations/hardware_aware/scaled_weights.h"

#include <gtest/gtest.h>

#include <cmath>

#include "suites/optimizations/hardware_aware/clip_fixed.h"
#include "suites/optimizations/hardware_aware/clip_layer_gaussian.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kInputs = 33, kOutputs = 18, kTileInputs = 20;

ProductLayer layer_of_normals() {
  ProductLayer layer = make_linear({1, 1, kInputs}, kOutputs);
  const std::vector<float> w = test::normals("scaled_weights", kInputs * kOutputs);
  for (std::uint32_t k = 0; k < kInputs; ++k) {
    for (std::uint32_t n = 0; n < kOutputs; ++n)
      layer.weight[k * layer.ld() + n] = w[k * kOutputs + n];
  }
  return layer;
}

double scaled(const ProductLayer& layer, const FullScales& scales, std::uint32_t k,
              std::uint32_t n) {
  const std::size_t tile = k < scales.tiles[0].inputs ? 0 : 1;
  return static_cast<double>(layer.weight[k * layer.ld() + n]) / scales.of_tile(tile)[n];
}

TEST(FullScales, AreThoseOfTheMappingThatChipsUse) {
  ProductLayer layer = layer_of_normals();
  for (std::uint32_t k = 0; k < 17; ++k)
    layer.weight[k * layer.ld() + 4] = 0.0f;  // an empty column
  for (const bool columns : {true, false}) {
    const FullScales scales = map_product(layer, kTileInputs, columns);
    ASSERT_EQ(scales.tiles.size(), 2u);
    for (std::size_t t = 0; t < 2; ++t) {
      const MappedTile chip =
          map_tile(layer.weight, layer.ld(), scales.tiles[t], kOutputs, columns);
      EXPECT_EQ(std::vector<float>(scales.of_tile(t), scales.of_tile(t) + kOutputs),
                chip.column_scale);
    }
  }
}

TEST(ClipFixed, CutsAtAShareOfTheFullScaleAndKeepsTheRest) {
  ProductLayer layer = layer_of_normals();
  const ProductLayer before = layer;
  const FullScales scales = map_product(layer, kTileInputs, true);
  ScaledWeights weights(layer, scales);
  ClipFixed{0.5f}.constrain(weights);
  for (std::uint32_t k = 0; k < kInputs; ++k) {
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      const double old = scaled(before, scales, k, n), now = scaled(layer, scales, k, n);
      if (std::abs(old) <= 0.5) {
        EXPECT_EQ(now, old);
      } else {
        EXPECT_NEAR(now, std::copysign(0.5, old), 1e-7);
      }
    }
  }
}

TEST(ClipFixed, AtFullScaleCutsNothingOfNewlyMappedWeights) {
  ProductLayer layer = layer_of_normals();
  const std::vector<float> before = layer.weight;
  const FullScales scales = map_product(layer, kTileInputs, true);
  ScaledWeights weights(layer, scales);
  ClipFixed{1.0f}.constrain(weights);
  EXPECT_EQ(layer.weight, before);
}

TEST(ClipLayerGaussian, CutsAtDeviationsOfTheWeightsInUnitsOfFullScale) {
  ProductLayer layer = layer_of_normals();
  const FullScales scales = map_product(layer, kTileInputs, true);
  double sum = 0.0, squares = 0.0;
  for (std::uint32_t k = 0; k < kInputs; ++k) {
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      sum += scaled(layer, scales, k, n);
      squares += scaled(layer, scales, k, n) * scaled(layer, scales, k, n);
    }
  }
  const double count = kInputs * kOutputs, mean = sum / count;
  const double limit = 1.5 * std::sqrt(squares / count - mean * mean);
  ScaledWeights weights(layer, scales);
  EXPECT_NEAR(1.5 * weights.standard_deviation(), limit, 1e-6);
  ClipLayerGaussian{1.5}.constrain(weights);
  double largest = 0.0;
  for (std::uint32_t k = 0; k < kInputs; ++k) {
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      largest = std::max(largest, std::abs(scaled(layer, scales, k, n)));
    }
  }
  EXPECT_NEAR(largest, limit, 1e-6);  // some were outside
}

TEST(ClipLayerGaussian, LeavesALayerOfEqualWeights) {
  ProductLayer layer = make_linear({1, 1, 3}, 1);
  for (std::uint32_t k = 0; k < 3; ++k) layer.weight[k * layer.ld()] = 2.0f;
  const std::vector<float> before = layer.weight;
  const FullScales scales = map_product(layer, 512, true);
  ScaledWeights weights(layer, scales);
  ClipLayerGaussian{2.5}.constrain(weights);
  EXPECT_EQ(layer.weight, before);
}

}  // namespace
}  // namespace imcbench
