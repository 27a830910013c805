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

// Rows of one micro-kernel call, by how many products it sums in registers.
#if defined(__AVX512F__)
inline constexpr int kPlainRows = 8, kPlainWide = 2, kFullRows = 6;
#elif defined(__AVX2__)
inline constexpr int kPlainRows = 6, kPlainWide = 2, kFullRows = 2;
#else
inline constexpr int kPlainRows = 4, kPlainWide = 1, kFullRows = 1;
#endif

template <int R, int V>
IMC_HD void plain_products(const ProductJob& job, std::uint32_t row, std::uint32_t column,
                           const ProductBuffers& out) {
  const float* x[R];
  for (int r = 0; r < R; ++r) x[r] = job.x + job.row_base[row + r];
  Vector dot[R][V];
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v) dot[r][v] = Vector::all(0.0f);
  }
  const float* w_row = job.w + column;
  for (std::uint32_t k = 0; k < job.inputs; ++k, w_row += job.ld) {
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
    float* to = out.dot + static_cast<std::size_t>(row + r) * job.ld + column;
    for (int v = 0; v < V; ++v) dot[r][v].store(to + v * kVector);
  }
}

template <int R, bool kIr, bool kPower>
IMC_HD void full_products(const ProductJob& job, std::uint32_t row, std::uint32_t column,
                          const ProductBuffers& out) {
  const float* x[R];
  for (int r = 0; r < R; ++r) x[r] = job.x + job.row_base[row + r];
  const std::ptrdiff_t to_square = kPower ? job.x_square - job.x : 0;
  Vector dot[R], ir_dot[R], abs_current[R], read_power[R];
  for (int r = 0; r < R; ++r) {
    dot[r] = ir_dot[r] = abs_current[r] = read_power[r] = Vector::all(0.0f);
  }
  const float* w_row = job.w + column;
  const float* phi_row = kIr ? job.w_phi + column : nullptr;
  for (std::uint32_t k = 0; k < job.inputs; ++k) {
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
    w_row += job.ld;
    if constexpr (kIr) phi_row += job.ld;
  }
  for (int r = 0; r < R; ++r) {
    const std::size_t at = static_cast<std::size_t>(row + r) * job.ld + column;
    dot[r].store(out.dot + at);
    if constexpr (kIr) {
      ir_dot[r].store(out.ir_dot + at);
      abs_current[r].store(out.abs_current + at);
    }
    if constexpr (kPower) read_power[r].store(out.read_power + at);
  }
}

template <int V>
IMC_HD void plain_columns(const ProductJob& job, std::uint32_t column, const ProductBuffers& out) {
  std::uint32_t row = 0;
  for (; row + kPlainRows <= job.rows; row += kPlainRows) {
    plain_products<kPlainRows, V>(job, row, column, out);
  }
  for (; row + 2 <= job.rows; row += 2) plain_products<2, V>(job, row, column, out);
  if (row < job.rows) plain_products<1, V>(job, row, column, out);
}

template <bool kIr, bool kPower>
IMC_HD void full_columns(const ProductJob& job, std::uint32_t column, const ProductBuffers& out) {
  std::uint32_t row = 0;
  for (; row + kFullRows <= job.rows; row += kFullRows) {
    full_products<kFullRows, kIr, kPower>(job, row, column, out);
  }
  for (; row + 2 <= job.rows; row += 2) full_products<2, kIr, kPower>(job, row, column, out);
  if (row < job.rows) full_products<1, kIr, kPower>(job, row, column, out);
}

static void mvm_products(const ProductJob& job, const ProductBuffers& out) {
  const bool ir = job.w_phi != nullptr, power = job.x_square != nullptr;
  for (std::uint32_t column = 0; column < job.ld;) {
    if (ir && power) {
      full_columns<true, true>(job, column, out);
    } else if (ir) {
      full_columns<true, false>(job, column, out);
    } else if (power) {
      full_columns<false, true>(job, column, out);
    } else if (kPlainWide == 2 && job.ld - column >= 2 * kVector) {
      plain_columns<kPlainWide>(job, column, out);
      column += kVector;
    } else {
      plain_columns<1>(job, column, out);
    }
    column += kVector;
  }
}

}  // namespace imcbench
