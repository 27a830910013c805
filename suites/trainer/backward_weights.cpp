// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/backward_weights.h"

#include <algorithm>
#include <numeric>

namespace imcbench {

BackwardWeights::BackwardWeights(const ProductGeometry& g)
    : order(g.inputs), values(g.outputs * padded_columns(g.inputs), 0.0f) {
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return g.k_offset[a] < g.k_offset[b]; });
}

void BackwardWeights::refresh(const ProductLayer& layer) {
  constexpr std::uint32_t kBlock = 16;  // columns at a time: reads stay within one cache line
  const std::uint32_t outputs = layer.geometry.outputs;
  const std::size_t ld = layer.ld(), ldk = padded_columns(order.size());
  for (std::uint32_t first = 0; first < outputs; first += kBlock) {
    const std::uint32_t last = std::min(outputs, first + kBlock);
    for (std::size_t place = 0; place < order.size(); ++place) {
      const float* row = layer.weight.data() + order[place] * ld;
      for (std::uint32_t n = first; n < last; ++n) values[n * ldk + place] = row[n];
    }
  }
}

}  // namespace imcbench
