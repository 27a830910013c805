// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/scaled_weights.h"

#include <algorithm>
#include <cmath>

namespace imcbench {

namespace {

// visit(row of weights [N], full scales [N]) for every input, in order.
template <class Layer, class Visit>
void for_each_row(Layer& layer, const FullScales& scales, Visit visit) {
  for (std::size_t t = 0; t < scales.tiles.size(); ++t) {
    const TileSplit& tile = scales.tiles[t];
    for (std::uint32_t k = tile.first_input; k < tile.first_input + tile.inputs; ++k) {
      visit(layer.weight.data() + k * layer.ld(), scales.of_tile(t));
    }
  }
}

}  // namespace

void FullScales::map(const ProductLayer& layer) {
  const std::uint32_t outputs = layer.geometry.outputs;
  for (std::size_t t = 0; t < tiles.size(); ++t) {
    float* scale = m.data() + t * outputs;
    std::fill_n(scale, outputs, 0.0f);
    for (std::uint32_t k = 0; k < tiles[t].inputs; ++k) {
      const float* row = layer.weight.data() + (tiles[t].first_input + k) * layer.ld();
      for (std::uint32_t n = 0; n < outputs; ++n) scale[n] = max_f(abs_f(row[n]), scale[n]);
    }
    if (!column_scaling) std::fill_n(scale, outputs, *std::max_element(scale, scale + outputs));
    std::replace(scale, scale + outputs, 0.0f, 1.0f);
  }
}

FullScales map_product(const ProductLayer& layer, std::uint32_t tile_inputs, bool column_scaling) {
  FullScales scales{split_inputs(layer.geometry.inputs, tile_inputs), column_scaling, {}};
  scales.m.resize(scales.tiles.size() * layer.geometry.outputs);
  scales.map(layer);
  return scales;
}

void ScaledWeights::clip(float limit) {
  const std::uint32_t outputs = layer_.geometry.outputs;
  for_each_row(layer_, scales_, [&](float* row, const float* m) {
    for (std::uint32_t n = 0; n < outputs; ++n)
      row[n] = clamp_f(row[n], -limit * m[n], limit * m[n]);
  });
}

double ScaledWeights::standard_deviation() const {
  const std::uint32_t outputs = layer_.geometry.outputs;
  const double count = static_cast<double>(layer_.geometry.inputs) * outputs;
  double sum = 0.0, squares = 0.0;
  for_each_row(layer_, scales_, [&](const float* row, const float* m) {
    for (std::uint32_t n = 0; n < outputs; ++n) sum += static_cast<double>(row[n] / m[n]);
  });
  const double mean = sum / count;
  for_each_row(layer_, scales_, [&](const float* row, const float* m) {
    for (std::uint32_t n = 0; n < outputs; ++n) {
      const double deviation = static_cast<double>(row[n] / m[n]) - mean;
      squares += deviation * deviation;
    }
  });
  return std::sqrt(squares / count);
}

}  // namespace imcbench
