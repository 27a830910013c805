// SPDX-License-Identifier: Apache-2.0
// The products of one tile MVM in one sweep over the inputs: the dot product and, when asked for,
//   ir_dot = sum (w phi)_k x_k,   abs_current = sum |w_k| |x_k|,   read_power = sum |w_k| x_k^2.
// Every sum is a chain of fma over ascending k, as in core/gemm.h. Included by tile_isa.cpp alone.
#pragma once

#include "kernels/core/vector.h"

namespace imcbench {

struct ProductBuffers {  // each [rows][ld]
  float* dot;
  float* ir_dot;
  float* abs_current;
  float* read_power;
};

struct ProductJob {
  const float* x;
  const float* x_square;         // nullptr: no read_power
  const std::int32_t* row_base;  // [rows]
  const std::int32_t* k_offset;  // [inputs]
  const float* w;                // [inputs][ld]
  const float* w_phi;            // nullptr: no ir_dot and abs_current
  std::uint32_t ld, rows, inputs;
};

// A strip of columns this long stays in the first cache while the rows pass by, once it is copied
// (as in core/gemm_isa.cpp); worth it from so many rows on.
inline constexpr std::uint32_t kStripInputs = 256, kRowsForAStrip = 24;

// Where a micro-kernel reads: inputs k_first to k_last of `column` and the vectors behind it.
struct ProductBlock {
  std::uint32_t k_first, k_last, column;
  const float* w;      // of input k_first, rows `step` apart
  const float* w_phi;  // likewise
  std::size_t step;
};

// Rows of one micro-kernel call, by how many products it sums in registers.
#if defined(__AVX512F__)
inline constexpr int kPlainRows = 8, kPlainWide = 2, kFullRows = 6;
#elif defined(__AVX2__)
inline constexpr int kPlainRows = 6, kPlainWide = 2, kFullRows = 3;
#else
inline constexpr int kPlainRows = 4, kPlainWide = 1, kFullRows = 1;
#endif

IMC_HD Vector begin_sum(const ProductBlock& at, const float* partial) {
  return at.k_first == 0 ? Vector::all(0.0f) : Vector::load(partial);
}

template <int R, int V>
IMC_HD void plain_products(const ProductJob& job, const ProductBlock& at, std::uint32_t row,
                           const ProductBuffers& out) {
  const float* x[R];
  float* to[R];
  Vector dot[R][V];
  for (int r = 0; r < R; ++r) {
    x[r] = job.x + job.row_base[row + r];
    to[r] = out.dot + static_cast<std::size_t>(row + r) * job.ld + at.column;
    for (int v = 0; v < V; ++v) dot[r][v] = begin_sum(at, to[r] + v * kVector);
  }
  const float* w_row = at.w;
  for (std::uint32_t k = at.k_first; k < at.k_last; ++k, w_row += at.step) {
    const std::int32_t offset = job.k_offset[k];
    Vector w[V];
#pragma GCC unroll 2
    for (int v = 0; v < V; ++v) w[v] = Vector::load(w_row + v * kVector);
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) {
      const Vector value = Vector::all(x[r][offset]);
#pragma GCC unroll 2
      for (int v = 0; v < V; ++v) dot[r][v] = fma_rn(value, w[v], dot[r][v]);
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v) dot[r][v].store(to[r] + v * kVector);
  }
}

template <int R, bool kIr, bool kPower>
IMC_HD void full_products(const ProductJob& job, const ProductBlock& at, std::uint32_t row,
                          const ProductBuffers& out) {
  const float* x[R];
  std::size_t to[R];
  const std::ptrdiff_t to_square = kPower ? job.x_square - job.x : 0;
  Vector dot[R], ir_dot[R], abs_current[R], read_power[R];
  for (int r = 0; r < R; ++r) {
    x[r] = job.x + job.row_base[row + r];
    to[r] = static_cast<std::size_t>(row + r) * job.ld + at.column;
    dot[r] = begin_sum(at, out.dot + to[r]);
    if constexpr (kIr) {
      ir_dot[r] = begin_sum(at, out.ir_dot + to[r]);
      abs_current[r] = begin_sum(at, out.abs_current + to[r]);
    }
    if constexpr (kPower) read_power[r] = begin_sum(at, out.read_power + to[r]);
  }
  const float* w_row = at.w;
  const float* phi_row = at.w_phi;
  for (std::uint32_t k = at.k_first; k < at.k_last; ++k) {
    const std::int32_t offset = job.k_offset[k];
    const Vector w = Vector::load(w_row);
    const Vector magnitude = abs_of(w);
    Vector w_phi = w;
    if constexpr (kIr) w_phi = Vector::load(phi_row);
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) {
      const Vector value = Vector::all(x[r][offset]);
      dot[r] = fma_rn(value, w, dot[r]);
      if constexpr (kIr) {
        ir_dot[r] = fma_rn(value, w_phi, ir_dot[r]);
        abs_current[r] = fma_rn(abs_of(value), magnitude, abs_current[r]);
      }
      if constexpr (kPower) {
        read_power[r] = fma_rn(Vector::all(x[r][offset + to_square]), magnitude, read_power[r]);
      }
    }
    w_row += at.step;
    if constexpr (kIr) phi_row += at.step;
  }
  for (int r = 0; r < R; ++r) {
    dot[r].store(out.dot + to[r]);
    if constexpr (kIr) {
      ir_dot[r].store(out.ir_dot + to[r]);
      abs_current[r].store(out.abs_current + to[r]);
    }
    if constexpr (kPower) read_power[r].store(out.read_power + to[r]);
  }
}

template <int V>
IMC_HD void plain_rows(const ProductJob& job, const ProductBlock& at, const ProductBuffers& out) {
  std::uint32_t row = 0;
  for (; row + kPlainRows <= job.rows; row += kPlainRows) {
    plain_products<kPlainRows, V>(job, at, row, out);
  }
  for (; row + 2 <= job.rows; row += 2) plain_products<2, V>(job, at, row, out);
  if (row < job.rows) plain_products<1, V>(job, at, row, out);
}

template <bool kIr, bool kPower>
IMC_HD void full_rows(const ProductJob& job, const ProductBlock& at, const ProductBuffers& out) {
  std::uint32_t row = 0;
  for (; row + kFullRows <= job.rows; row += kFullRows) {
    full_products<kFullRows, kIr, kPower>(job, at, row, out);
  }
  if constexpr (kFullRows > 4) {  // what 64 positions leave behind
    for (; row + 4 <= job.rows; row += 4) full_products<4, kIr, kPower>(job, at, row, out);
  }
  for (; row + 2 <= job.rows; row += 2) full_products<2, kIr, kPower>(job, at, row, out);
  if (row < job.rows) full_products<1, kIr, kPower>(job, at, row, out);
}

static void rows_of_block(const ProductJob& job, const ProductBlock& at, bool wide,
                          const ProductBuffers& out) {
  const bool ir = job.w_phi != nullptr, power = job.x_square != nullptr;
  if (ir && power) return full_rows<true, true>(job, at, out);
  if (ir) return full_rows<true, false>(job, at, out);
  if (power) return full_rows<false, true>(job, at, out);
  wide ? plain_rows<kPlainWide>(job, at, out) : plain_rows<1>(job, at, out);
}

// Copies `width` columns of w, and behind them those of w_phi, to `strip`; the block reads there.
IMC_HD void copy_strip(std::uint32_t width, std::size_t ld, float* strip, ProductBlock& at) {
  const bool ir = at.w_phi != nullptr;
  const std::size_t step = ir ? 2 * width : width;
  float* to = strip;
  const float* w = at.w;
  const float* w_phi = at.w_phi;
  for (std::uint32_t k = at.k_first; k < at.k_last; ++k, w += ld, to += step) {
    for (std::uint32_t n = 0; n < width; n += kVector) Vector::load(w + n).store(to + n);
    if (!ir) continue;
    for (std::uint32_t n = 0; n < width; n += kVector) {
      Vector::load(w_phi + n).store(to + width + n);
    }
    w_phi += ld;
  }
  at.w = strip;
  if (ir) at.w_phi = strip + width;
  at.step = step;
}

static void mvm_products(const ProductJob& job, const ProductBuffers& out) {
  alignas(64) float strip[kStripInputs * 2 * kVector];
  const bool plain = job.w_phi == nullptr && job.x_square == nullptr;
  for (std::uint32_t column = 0; column < job.ld;) {
    const bool wide = plain && kPlainWide == 2 && job.ld - column >= 2 * kVector;
    const std::uint32_t width = wide ? 2 * kVector : kVector;
    for (std::uint32_t k = 0; k < job.inputs || k == 0; k += kStripInputs) {
      const std::size_t from = std::size_t{k} * job.ld + column;
      ProductBlock at{k, job.inputs - k < kStripInputs ? job.inputs : k + kStripInputs, column,
                      job.w + from, job.w_phi == nullptr ? nullptr : job.w_phi + from, job.ld};
      if (job.rows >= kRowsForAStrip && job.ld > width) copy_strip(width, job.ld, strip, at);
      rows_of_block(job, at, wide, out);
    }
    column += width;
  }
}

}  // namespace imcbench
