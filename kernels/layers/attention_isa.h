// SPDX-License-Identifier: Apache-2.0
// Attention on the CPU, one head of one sample at a time, as products of core/gemm.h. Included by
// digital_isa.cpp alone.
//
// Letters: T positions, d channels of a head, padded widths Td and dd. A gathered product reads its
// left side through offsets, so a transposed one costs nothing; its right side is a panel.
#pragma once

#include "kernels/core/gemm.h"
#include "kernels/layers/digital_kernels.h"

namespace imcbench::IMC_ISA {

extern const GemmKernels kGemmKernels;

namespace {

constexpr std::uint32_t kQueryBlock = 16;  // queries that share one product

// A matrix read through offsets: element (r, c) at row * r + column * c.
struct Strided {
  const float* at;
  std::uint32_t row, column;
};

// y[r][n] (+)= sum_k a(r, k) b[k][n], a chain over ascending k.
void multiply(const Strided& a, const float* b, std::size_t ldb, float* y, std::size_t ldy,
              std::uint32_t rows, std::uint32_t k, std::uint32_t columns,
              const DigitalScratch& scratch) {
  for (std::uint32_t i = 0; i < rows; ++i) scratch.rows[i] = static_cast<std::int32_t>(i * a.row);
  for (std::uint32_t i = 0; i < k; ++i) scratch.terms[i] = static_cast<std::int32_t>(i * a.column);
  kGemmKernels.gather_gemm(
      {a.at, scratch.rows, scratch.terms, b, ldb, y, ldy, rows, k, columns, false});
}

// Panels of one head: X [T][dd] of queries, keys or values, or its transpose [d][Td]; padding zero.
void copy_panel(const float* from, std::size_t stride, std::uint32_t rows, std::uint32_t columns,
                float* to) {
  const std::size_t ld = padded_columns(columns);
  for (std::uint32_t r = 0; r < rows; ++r) {
    for (std::uint32_t c = 0; c < columns; ++c) to[r * ld + c] = from[r * stride + c];
    for (std::size_t c = columns; c < ld; ++c) to[r * ld + c] = 0.0f;
  }
}

void transpose_panel(const float* from, std::size_t stride, std::uint32_t rows,
                     std::uint32_t columns, float* to) {
  const std::size_t ld = padded_columns(rows);
  for (std::uint32_t c = 0; c < columns; ++c) {
    for (std::uint32_t r = 0; r < rows; ++r) to[c * ld + r] = from[r * stride + c];
    for (std::size_t r = rows; r < ld; ++r) to[c * ld + r] = 0.0f;
  }
}

struct HeadPanels {
  HeadPanels(const Attention& op, float* memory)
      : turned(memory),
        straight(turned + op.width() * padded_columns(op.positions())),
        scores(straight + op.positions() * padded_columns(op.width())),
        gradients(scores + op.positions() * padded_columns(op.positions())) {}
  float* turned;     // [d][Td]
  float* straight;   // [T][dd]
  float* scores;     // [T][Td]
  float* gradients;  // [T][Td], in the backward pass alone
};

// Softmax of all rows of a head; with `fill`, zeros for the keys that a query does not see.
void head_scores(const Attention& op, const float* x, std::uint32_t head, const HeadPanels& panels,
                 const DigitalScratch& scratch, bool fill) {
  const std::uint32_t positions = op.positions(), width = op.width(), stride = op.in.channels;
  const std::size_t ld = padded_columns(positions);
  transpose_panel(x + op.at(0, Attention::kKey, head), stride, positions, width, panels.turned);
  for (std::uint32_t first = 0; first < positions; first += kQueryBlock) {
    const std::uint32_t rows = positions - first < kQueryBlock ? positions - first : kQueryBlock;
    multiply({x + op.at(first, Attention::kQuery, head), stride, 1}, panels.turned, ld,
             panels.scores + first * ld, ld, rows, width, op.visible(first + rows - 1), scratch);
    for (std::uint32_t q = first; q < first + rows; ++q) {
      op.softmax_row(panels.scores + q * ld, op.visible(q));
      for (std::size_t k = op.visible(q); fill && k < ld; ++k) panels.scores[q * ld + k] = 0.0f;
    }
  }
}

// y += p[q][k] V[k] for the keys that only some queries of a block see, in ascending order.
void add_late_keys(const Attention& op, const HeadPanels& panels, std::uint32_t first,
                   std::uint32_t query, float* y) {
  const std::uint32_t width = op.width();
  const float* p = panels.scores + query * padded_columns(op.positions());
  for (std::uint32_t k = op.visible(first); k < op.visible(query); ++k) {
    const float* value = panels.straight + k * padded_columns(width);
    IMC_SIMD
    for (std::uint32_t c = 0; c < width; ++c) y[c] = fma_rn(p[k], value[c], y[c]);
  }
}

void forward_head(const Attention& op, const float* x, std::uint32_t head, float* y,
                  const DigitalScratch& scratch) {
  const HeadPanels panels(op, scratch.floats);
  const std::uint32_t positions = op.positions(), width = op.width(), features = op.features();
  const std::size_t ld = padded_columns(positions);
  head_scores(op, x, head, panels, scratch, false);
  copy_panel(x + op.at(0, Attention::kValue, head), op.in.channels, positions, width,
             panels.straight);
  for (std::uint32_t first = 0; first < positions; first += kQueryBlock) {
    const std::uint32_t rows = positions - first < kQueryBlock ? positions - first : kQueryBlock;
    float* out = y + first * features + head * width;
    multiply({panels.scores + first * ld, static_cast<std::uint32_t>(ld), 1}, panels.straight,
             padded_columns(width), out, features, rows, op.visible(first), width, scratch);
    for (std::uint32_t r = 1; r < rows; ++r) {
      add_late_keys(op, panels, first, first + r, out + r * features);
    }
  }
}

void forward_sample(const Attention& op, const float* x, float* y, const DigitalScratch& scratch) {
  for (std::uint32_t head = 0; head < op.settings.heads; ++head) {
    forward_head(op, x, head, y, scratch);
  }
}

// gradients[q][k] = scale p (dp - sum_j p[q][j] dp[q][j]) from dp; zero where p is.
void softmax_gradient(const Attention& op, const HeadPanels& panels) {
  const std::uint32_t positions = op.positions();
  const std::size_t ld = padded_columns(positions);
  const float scale = op.scale();
  for (std::uint32_t q = 0; q < positions; ++q) {
    const float* p = panels.scores + q * ld;
    float* d = panels.gradients + q * ld;
    const float sum =
        lane_sum(op.visible(q), [&](std::uint32_t k) IMC_INLINE { return p[k] * d[k]; });
    IMC_SIMD
    for (std::uint32_t k = 0; k < ld; ++k) d[k] = scale * p[k] * (d[k] - sum);
  }
}

// With P the softmax and dS the gradient of the dot products:
//   dV = P^T dY,  dP = dY V^T,  dQ = dS K,  dK = dS^T Q.
void backward_head(const Attention& op, const float* x, const float* dy, std::uint32_t head,
                   float* dx, const DigitalScratch& scratch) {
  const HeadPanels panels(op, scratch.floats);
  const std::uint32_t t = op.positions(), width = op.width(), features = op.features();
  const std::uint32_t stride = op.in.channels;
  const std::size_t ldt = padded_columns(t), ldw = padded_columns(width);
  const auto score_stride = static_cast<std::uint32_t>(ldt);
  const float* dy_head = dy + head * width;
  const auto part = [&](Attention::Part which) { return op.at(0, which, head); };
  head_scores(op, x, head, panels, scratch, true);
  copy_panel(dy_head, features, t, width, panels.straight);
  multiply({panels.scores, 1, score_stride}, panels.straight, ldw, dx + part(Attention::kValue),
           stride, t, t, width, scratch);
  transpose_panel(x + part(Attention::kValue), stride, t, width, panels.turned);
  for (std::size_t i = 0; i < t * ldt; ++i) panels.gradients[i] = 0.0f;
  multiply({dy_head, features, 1}, panels.turned, ldt, panels.gradients, ldt, t, width, t, scratch);
  softmax_gradient(op, panels);
  copy_panel(x + part(Attention::kKey), stride, t, width, panels.straight);
  multiply({panels.gradients, score_stride, 1}, panels.straight, ldw,
           dx + part(Attention::kQuery), stride, t, t, width, scratch);
  copy_panel(x + part(Attention::kQuery), stride, t, width, panels.straight);
  multiply({panels.gradients, 1, score_stride}, panels.straight, ldw, dx + part(Attention::kKey),
           stride, t, t, width, scratch);
}

void backward_sample(const Attention& op, const float* x, const float* dy, float* dx,
                     const DigitalScratch& scratch) {
  for (std::uint32_t head = 0; head < op.settings.heads; ++head) {
    backward_head(op, x, dy, head, dx, scratch);
  }
}

}  // namespace

}  // namespace imcbench::IMC_ISA
