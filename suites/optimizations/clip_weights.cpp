// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/clip_weights.h"

#include <algorithm>
#include <cmath>

namespace imcbench {

namespace {

// Calls visit(weight) for every weight of the layer, in memory order, without the padding.
template <class Visit>
void for_each_weight(ProductLayer& layer, Visit visit) {
  for (std::uint32_t k = 0; k < layer.geometry.inputs; ++k) {
    float* row = layer.weight.data() + k * layer.ld();
    for (std::uint32_t n = 0; n < layer.geometry.outputs; ++n) visit(row[n]);
  }
}

double standard_deviation(ProductLayer& layer) {
  const double count = static_cast<double>(layer.geometry.inputs) * layer.geometry.outputs;
  double sum = 0, squares = 0;
  for_each_weight(layer, [&](float w) { sum += w; });
  const double mean = sum / count;
  for_each_weight(layer, [&](float w) { squares += (w - mean) * (w - mean); });
  return std::sqrt(squares / count);
}

}  // namespace

void ClipWeights::apply(Network& network, const ParamValues& values) {
  for (Layer& layer : network.layers) {
    for (ProductLayer& product : layer.products()) {
      const auto limit = static_cast<float>(values["alpha"] * standard_deviation(product));
      if (limit == 0.0f) continue;  // equal weights: no outliers
      for_each_weight(product, [&](float& w) { w = std::clamp(w, -limit, limit); });
    }
  }
}

}  // namespace imcbench
