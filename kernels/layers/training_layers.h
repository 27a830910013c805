// SPDX-License-Identifier: Apache-2.0
// Layers that a network has only while it is trained. Before anything else is done with it they are
// gone: batch_norm is folded into the product before it, dropout is left out
// (suites/trainer/inference_network.h). R rows: the samples of a slice times the positions of the
// map.
//
//   batch_norm  y = gamma (x - mean) / sqrt(variance + epsilon) + beta, mean and variance per
//               channel over the R rows of one slice of 16 samples (Ioffe and Szegedy,
//               arXiv:1502.03167; over a part of a mini-batch: "ghost batch normalization", Hoffer
//               et al., arXiv:1705.08741). Layer::parameters: gamma [C], beta [C].
//   dropout     y = x / (1 - rate) with probability 1 - rate, else 0 (Srivastava et al., JMLR 15,
//               1929, 2014)
#pragma once

#include <variant>
#include <vector>

#include "kernels/layers/shape.h"

namespace imcbench {

struct BatchNormLayer {
  static constexpr const char* kind = "batch_norm";
  float epsilon = 1e-5f;
  // Of a step in the running statistics: running <- (1 - momentum) running + momentum * step's.
  float momentum = 0.1f;
  std::vector<float> mean, variance;  // [C] running; variance with R - 1
};

struct DropoutLayer {
  static constexpr const char* kind = "dropout";
  float rate = 0.5f;  // share of elements that become zero
};

using TrainingOp = std::variant<BatchNormLayer, DropoutLayer>;

}  // namespace imcbench
