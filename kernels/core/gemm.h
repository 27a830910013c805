// SPDX-License-Identifier: Apache-2.0
// Matrix products with one fixed order of summation.
//
//     Y[r][n] (+)= sum over k of X[row_base[r] + k_offset[k]] * B[k][n],   r < rows, n < columns
//
// The two offset tables make a convolution, a linear layer and their gradients the same product,
// without ever unrolling the input. The sum is a chain of fma over ascending k, starting from 0 (or
// from Y when accumulating), for every element: blocking, threads, batch size, instruction set and
// GPU cannot change a bit of it. That contract, and the fused products of kernels/crossbar, are why
// this is ours: no BLAS promises an order. Libraries are measured beside it in tests/performance.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/core/isa.h"

namespace imcbench {

// Rows of a B panel are padded with zeros to a multiple of this many floats.
inline constexpr std::size_t kPanelPad = 16;

constexpr std::size_t padded_columns(std::size_t n) {
  return (n + kPanelPad - 1) / kPanelPad * kPanelPad;
}

struct GatherGemm {
  const float* x;
  const std::int32_t* row_base;  // [rows]
  const std::int32_t* k_offset;  // [k]
  const float* b;                // [k][ldb], ldb a multiple of kPanelPad
  std::size_t ldb;
  float* y;  // [rows][ldy], only the first `columns` of a row are touched
  std::size_t ldy;
  std::uint32_t rows, k, columns;
  bool accumulate;
};

struct GemmKernels {
  void (*gather_gemm)(const GatherGemm& g);
};

const GemmKernels& gemm_kernels(Isa isa = active_isa());

}  // namespace imcbench
