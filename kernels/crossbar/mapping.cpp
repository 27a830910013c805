// SPDX-License-Identifier: Apache-2.0
#include "kernels/crossbar/mapping.h"

#include <algorithm>
#include <cmath>

namespace imcbench {

std::vector<TileSplit> split_inputs(std::uint32_t inputs, std::uint32_t tile_inputs) {
  const std::uint32_t tiles = (inputs + tile_inputs - 1) / tile_inputs;
  std::vector<TileSplit> result;
  std::uint32_t first = 0;
  for (std::uint32_t t = 0; t < tiles; ++t) {
    const std::uint32_t size = inputs / tiles + (t < inputs % tiles ? 1 : 0);
    result.push_back({first, size});
    first += size;
  }
  return result;
}

MappedTile map_tile(std::span<const float> weight, std::size_t ld, TileSplit split,
                    std::uint32_t outputs, bool column_scaling,
                    std::span<const float> energy_coefficient) {
  MappedTile tile;
  tile.column_scale.assign(outputs, 0.0f);
  const auto at = [&](std::uint32_t k, std::uint32_t n) {
    return weight[(split.first_input + k) * ld + n];
  };
  for (std::uint32_t k = 0; k < split.inputs; ++k) {
    for (std::uint32_t n = 0; n < outputs; ++n) {
      tile.column_scale[n] = std::max(tile.column_scale[n], std::fabs(at(k, n)));
    }
  }
  if (!column_scaling) {
    const float largest = *std::max_element(tile.column_scale.begin(), tile.column_scale.end());
    std::fill(tile.column_scale.begin(), tile.column_scale.end(), largest);
  }
  for (float& m : tile.column_scale) m = m == 0.0f ? 1.0f : m;  // an all-zero column
  if (energy_coefficient.size() > 1) {
    const float largest = *std::max_element(energy_coefficient.begin(), energy_coefficient.end());
    for (std::uint32_t n = 0; n < outputs; ++n) {
      tile.column_scale[n] *= largest / energy_coefficient[n];
    }
  }
  tile.target.resize(static_cast<std::size_t>(split.inputs) * outputs);
  for (std::uint32_t k = 0; k < split.inputs; ++k) {
    for (std::uint32_t n = 0; n < outputs; ++n) {
      tile.target[static_cast<std::size_t>(k) * outputs + n] = at(k, n) / tile.column_scale[n];
    }
  }
  return tile;
}

}  // namespace imcbench
