// SPDX-License-Identifier: Apache-2.0
// Batch normalization of R rows of C channels, [R][C], forward and backward:
//
//   mean     = sum_r x[r] / R;   variance = sum_r (x[r] - mean)^2 / R
//   inverse  = 1 / sqrt(variance + epsilon)
//   z[r]     = (x[r] - mean) inverse;   y[r] = gamma z[r] + beta
//   dbeta    = sum_r dy[r];   dgamma = sum_r dy[r] z[r]
//   dx[r]    = gamma inverse (dy[r] - dbeta / R - z[r] dgamma / R)
//
// Sums: 32 rows at a time in float, these in double, both in ascending order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/core/isa.h"

namespace imcbench {

// What forward leaves for backward, and room to work in.
struct BatchNormState {
  std::vector<float> mean, variance, inverse;  // [C]
  std::vector<float> partial;                  // [2][C]
  std::vector<double> sums;                    // [2][C]
  explicit BatchNormState(std::size_t channels)
      : mean(channels),
        variance(channels),
        inverse(channels),
        partial(2 * channels),
        sums(2 * channels) {}
};

struct BatchNormKernels {
  void (*forward)(const float* x, std::size_t rows, std::size_t channels, float epsilon,
                  const float* gamma, const float* beta, float* y, BatchNormState& state);
  // Overwrites dgamma, dbeta [C], and dx unless it is null.
  void (*backward)(const float* x, const float* dy, std::size_t rows, std::size_t channels,
                   const float* gamma, float* dgamma, float* dbeta, float* dx,
                   BatchNormState& state);
};

const BatchNormKernels& batch_norm_kernels(Isa isa = active_isa());

}  // namespace imcbench
