// SPDX-License-Identifier: Apache-2.0
// Digital layers on the CPU, over a block of samples.
#pragma once

#include <cstddef>

#include "kernels/core/isa.h"
#include "kernels/layers/list.h"

namespace imcbench {

struct DigitalKernels {
  // y[s] = op(x[s], other[s]); strides are the sizes of one sample's inputs and output. `other` is
  // null for ops with one input.
  void (*forward)(const DigitalOp& op, const float* x, const float* other, float* y,
                  std::uint32_t samples, std::size_t x_stride, std::size_t y_stride);
  // dx[s] from dy[s]; dx is overwritten.
  void (*backward)(const DigitalOp& op, const float* x, const float* y, const float* dy, float* dx,
                   std::uint32_t samples, std::size_t x_stride, std::size_t y_stride);
};

const DigitalKernels& digital_kernels(Isa isa = active_isa());

}  // namespace imcbench
