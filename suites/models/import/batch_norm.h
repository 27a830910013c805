// SPDX-License-Identifier: Apache-2.0
// Batch normalization behind a product layer, folded into it: with s = gamma / sqrt(variance +
// epsilon) of an output channel,
//
//   gamma (w x + b - mean) / sqrt(variance + epsilon) + beta = (s w) x + (s (b - mean) + beta).
#pragma once

#include <vector>

#include "kernels/layers/product_layer.h"

namespace imcbench {

struct BatchNorm {
  std::vector<float> gamma, beta, mean, variance;  // [N]
  double epsilon;
};

// Changes weights and biases of the layer.
void fold(const BatchNorm& norm, ProductLayer& layer);

}  // namespace imcbench
