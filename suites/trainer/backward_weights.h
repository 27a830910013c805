// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/layers/product_layer.h"

namespace imcbench {

// The weights as the backward product reads them: W transposed, its k in order of their offsets.
struct BackwardWeights {
  std::vector<std::uint32_t> order;  // [K] the k at each place
  std::vector<float> values;         // [N][padded_columns(K)]

  explicit BackwardWeights(const ProductGeometry& geometry);
  void refresh(const ProductLayer& layer);
};

}  // namespace imcbench
