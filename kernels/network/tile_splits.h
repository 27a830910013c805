// SPDX-License-Identifier: Apache-2.0
// How a product layer is cut into tiles, one after the other along its K inputs.
#pragma once

#include <vector>

#include "kernels/crossbar/mapping.h"
#include "kernels/crossbar/registry.h"
#include "kernels/layers/product_layer.h"

namespace imcbench {

inline std::vector<TileSplit> splits_of(const ProductLayer& layer, const Hardware& hardware) {
  const auto tile_inputs = static_cast<std::uint32_t>(hardware["mapping"].values["tile_inputs"]);
  return split_inputs(layer.geometry.inputs, tile_inputs);
}

}  // namespace imcbench
