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

// The same for a depthwise convolution: weight [kh kw][N], then bias [N].
void fold_depthwise(const BatchNorm& norm, std::vector<float>& parameters);

}  // namespace imcbench
