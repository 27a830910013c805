// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/gemm.h"
#include "kernels/core/vector.h"

namespace imcbench::IMC_ISA {

namespace {

// A strip of B this long stays in the first cache while the rows pass by,
constexpr std::uint32_t kBlockK = 256;
// once it is copied: lines a power of two apart push each other out. Worth it from so many rows on.
constexpr std::uint32_t kRowsForACopy = 24;

// Rows and vectors of columns held in registers by one micro-kernel call.
#if defined(__AVX512F__)
constexpr int kRows = 8, kWide = 2;
#elif defined(__AVX2__)
constexpr int kRows = 6, kWide = 2;
#else
constexpr int kRows = 4, kWide = 1;
#endif

struct Block {
  std::uint32_t row, k_first, k_last, column;
  bool accumulate;
  const float* b;  // B[k_first][column], rows ldb apart
  std::size_t ldb;
};

void copy_strip(const Block& at, std::uint32_t columns, float* to) {
  const float* from = at.b;
  for (std::uint32_t k = at.k_first; k < at.k_last; ++k, from += at.ldb, to += columns) {
    for (std::uint32_t n = 0; n < columns; n += kVector) Vector::load(from + n).store(to + n);
  }
}

template <int R, int V>
IMC_HD void micro_kernel(const GatherGemm& g, const Block& at) {
  const float* x[R];
  float* y[R];
  for (int r = 0; r < R; ++r) {
    x[r] = g.x + g.row_base[at.row + r];
    y[r] = g.y + (at.row + r) * g.ldy + at.column;
  }
  const int last = static_cast<int>(g.columns - at.column) - (V - 1) * kVector;
  const int last_lanes = last < kVector ? last : kVector;
  Vector sum[R][V];
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v) {
      sum[r][v] = Vector::all(0.0f);
      if (!at.accumulate) continue;
      sum[r][v] = load_first(y[r] + v * kVector, v == V - 1 ? last_lanes : kVector);
    }
  }
  const float* b = at.b;
  for (std::uint32_t k = at.k_first; k < at.k_last; ++k, b += at.ldb) {
    const std::int32_t offset = g.k_offset[k];
    Vector w[V];
#pragma GCC unroll 2
    for (int v = 0; v < V; ++v) w[v] = Vector::load(b + v * kVector);
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) {
      const Vector value = Vector::all(x[r][offset]);
#pragma GCC unroll 2
      for (int v = 0; v < V; ++v) sum[r][v] = fma_rn(value, w[v], sum[r][v]);
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V - 1; ++v) sum[r][v].store(y[r] + v * kVector);
    float* last_to = y[r] + (V - 1) * kVector;
    last_lanes == kVector ? sum[r][V - 1].store(last_to)
                          : store_first(sum[r][V - 1], last_to, last_lanes);
  }
}

template <int V>
void all_rows(const GatherGemm& g, Block at) {
  for (; at.row + kRows <= g.rows; at.row += kRows) micro_kernel<kRows, V>(g, at);
  for (; at.row + 2 <= g.rows; at.row += 2) micro_kernel<2, V>(g, at);
  if (at.row < g.rows) micro_kernel<1, V>(g, at);
}

void gather_gemm(const GatherGemm& g) {
  alignas(64) float strip[kBlockK * kWide * kVector];
  std::uint32_t column = 0;
  while (column < g.columns) {
    const bool wide = kWide > 1 && g.columns - column > kVector;
    const std::uint32_t columns = wide ? kWide * kVector : kVector;
    for (std::uint32_t k = 0; k < g.k || k == 0; k += kBlockK) {
      const std::uint32_t k_last = g.k - k < kBlockK ? g.k : k + kBlockK;
      Block at{0, k, k_last, column, g.accumulate || k > 0, g.b + k * g.ldb + column, g.ldb};
      if (g.rows >= kRowsForACopy && g.ldb > columns) {
        copy_strip(at, columns, strip);
        at.b = strip;
        at.ldb = columns;
      }
      wide ? all_rows<kWide>(g, at) : all_rows<1>(g, at);
    }
    column += columns;
  }
}

}  // namespace

extern const GemmKernels kGemmKernels;
const GemmKernels kGemmKernels{gather_gemm};

}  // namespace imcbench::IMC_ISA
