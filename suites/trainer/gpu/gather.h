// SPDX-License-Identifier: Apache-2.0
// The gathered product of kernels/core/gemm.h on a GPU, of many matrices at once:
//
//     Y[o][r][n] = sum_k X[o][row(r) + term(k)] B[o][term(k)][n] (+ bias[n])
//
// a chain of fma from zero over ascending k, then the bias: the bits of the CPU. Three such products
// are a layer's outputs, the gradient of its weights (outer o: slices of the mini-batch) and that of
// the gathered inputs.
//
// Not tuned: block shapes were chosen without a device.
#pragma once

#include "kernels/core/launch.h"

namespace imcbench {

// Where row or term i of an operand starts: blocks of `period` indices lie `stride` apart; within a
// block a table says, or indices lie `step` apart.
struct GatherIndex {
  const std::int32_t* table;
  std::uint32_t period;
  std::size_t step, stride;

  IMC_HD std::size_t at(std::uint32_t i) const {
    const std::uint32_t block = i / period, rest = i - block * period;
    return block * stride +
           (table != nullptr ? static_cast<std::size_t>(table[rest]) : rest * step);
  }
};

// Indices `step` apart.
constexpr GatherIndex evenly(std::size_t step) { return {nullptr, 1, 0, step}; }

struct GpuGather {
  const float* x;
  std::size_t x_outer;  // from one matrix to the next
  GatherIndex x_row, x_term;
  const float* b;  // a row of B is contiguous
  std::size_t b_outer;
  GatherIndex b_term;
  const float* bias;  // [columns] or null
  float* y;
  std::size_t y_outer, ldy;
  std::uint32_t rows, terms, columns;
};

// A block makes kRows x kColumns elements, each thread 4 x 4 of them.
template <std::uint32_t kColumns>
struct GatherBlock {
  static constexpr std::uint32_t kThreads = 128;
  static constexpr std::uint32_t kSide = 4;
  static constexpr std::uint32_t kRows = kThreads * kSide * kSide / kColumns;
  static constexpr std::uint32_t kSlice = 16;  // terms per step
  static_assert(kThreads % kRows == 0 && kThreads % kColumns == 0);

  struct Registers {
    const float* x;  // the row this thread loads, or nullptr past the last one
    float sum[kSide][kSide];
  };
  struct Shared {
    alignas(16) float x[kSlice][kRows];
    alignas(16) float b[kSlice][kColumns];
  };

  GpuGather g;

  std::uint32_t blocks() const {
    return (g.rows + kRows - 1) / kRows * ((g.columns + kColumns - 1) / kColumns);
  }

  template <class Team>
  IMC_HD void operator()(Team& team, std::uint32_t o, std::uint32_t block, Shared& shared) const {
    const std::uint32_t column_blocks = (g.columns + kColumns - 1) / kColumns;
    const std::uint32_t first_row = block / column_blocks * kRows;
    const std::uint32_t first_column = block % column_blocks * kColumns;
    team.each([&](std::uint32_t thread, Registers& r) { start(thread, r, o, first_row); });
    for (std::uint32_t k = 0; k < g.terms; k += kSlice) {
      const std::uint32_t terms = g.terms - k < kSlice ? g.terms - k : kSlice;
      team.each([&](std::uint32_t thread, Registers& r) {
        load(thread, r, o, first_column, k, terms, shared);
      });
      team.each([&](std::uint32_t thread, Registers& r) {
        for (std::uint32_t j = 0; j < terms; ++j) multiply(thread, r, j, shared);
      });
    }
    team.each([&](std::uint32_t thread, Registers& r) {
      store(thread, r, o, first_row, first_column);
    });
  }

 private:
  static constexpr std::uint32_t kColumnThreads = kColumns / kSide;

  IMC_HD void start(std::uint32_t thread, Registers& r, std::uint32_t o,
                    std::uint32_t first_row) const {
    const std::uint32_t row = first_row + thread % kRows;
    r.x = row < g.rows ? g.x + o * g.x_outer + g.x_row.at(row) : nullptr;
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSide; ++i) {
      IMC_UNROLL
      for (std::uint32_t j = 0; j < kSide; ++j) r.sum[i][j] = 0.0f;
    }
  }

  // Rows and columns past the last ones are zero; nobody stores their sums.
  IMC_HD void load(std::uint32_t thread, const Registers& r, std::uint32_t o,
                   std::uint32_t first_column, std::uint32_t k, std::uint32_t terms,
                   Shared& shared) const {
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSlice * kRows / kThreads; ++i) {
      const std::uint32_t j = thread / kRows + i * (kThreads / kRows);
      const bool exists = j < terms && r.x != nullptr;
      shared.x[j][thread % kRows] = exists ? r.x[g.x_term.at(k + j)] : 0.0f;
    }
    const std::uint32_t column = first_column + thread % kColumns;
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSlice * kColumns / kThreads; ++i) {
      const std::uint32_t j = thread / kColumns + i * (kThreads / kColumns);
      const bool exists = j < terms && column < g.columns;
      shared.b[j][thread % kColumns] =
          exists ? g.b[o * g.b_outer + g.b_term.at(k + j) + column] : 0.0f;
    }
  }

  IMC_HD void multiply(std::uint32_t thread, Registers& r, std::uint32_t j,
                       const Shared& shared) const {
    const float* x = &shared.x[j][thread / kColumnThreads * kSide];
    const float* b = &shared.b[j][thread % kColumnThreads * kSide];
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSide; ++i) {
      IMC_UNROLL
      for (std::uint32_t n = 0; n < kSide; ++n) r.sum[i][n] = fma_rn(x[i], b[n], r.sum[i][n]);
    }
  }

  IMC_HD void store(std::uint32_t thread, const Registers& r, std::uint32_t o,
                    std::uint32_t first_row, std::uint32_t first_column) const {
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSide; ++i) {
      const std::uint32_t row = first_row + thread / kColumnThreads * kSide + i;
      IMC_UNROLL
      for (std::uint32_t j = 0; j < kSide; ++j) {
        const std::uint32_t n = first_column + thread % kColumnThreads * kSide + j;
        if (row >= g.rows || n >= g.columns) continue;
        float* y = g.y + o * g.y_outer + row * g.ldy + n;
        *y = g.bias != nullptr ? r.sum[i][j] + g.bias[n] : r.sum[i][j];
      }
    }
  }
};

template <class Executor>
void run_gather(Executor& executor, std::uint32_t outer, const GpuGather& g) {
  with_block_width(g.columns, [&](auto width) {
    const GatherBlock<width> block{g};
    executor.for_each_block(outer, block.blocks(), block);
  });
}

// for_each over (outer, column): sum over ascending rows, from zero.
struct SumColumns {
  const float* y;
  std::size_t y_outer;
  GatherIndex row;
  std::uint32_t rows;
  float* sum;  // [outer][columns]
  std::size_t sum_outer;

  IMC_HD void operator()(std::uint32_t o, std::uint32_t n) const {
    const float* column = y + o * y_outer + n;
    float total = 0.0f;
    for (std::uint32_t r = 0; r < rows; ++r) total += column[row.at(r)];
    sum[o * sum_outer + n] = total;
  }
};

// for_each over (0, n * K + k): W [K][ld] turned into [N][K].
struct TurnWeights {
  const float* weight;
  std::uint32_t inputs;
  std::size_t ld;
  float* turned;

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t n = i / inputs, k = i - n * inputs;
    turned[i] = weight[k * ld + n];
  }
};

// for_each over (0, sample * inputs + e): the gradient by input e is the sum of what the positions
// that read it say, in ascending order.
struct CollectShares {
  std::uint32_t inputs;          // of a sample
  const std::int32_t* first;     // [inputs + 1] into entry
  const std::int32_t* entry;     // place in a sample's gathered gradients
  const float* gathered;         // [samples][gathered_floats]
  std::size_t gathered_floats;   // P K
  bool copies;                   // every input is read once: no sum
  float* dx;                     // [samples][inputs]

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t sample = i / inputs, e = i - sample * inputs;
    const float* from = gathered + sample * gathered_floats;
    if (copies) {
      dx[i] = from[entry[first[e]]];
      return;
    }
    float sum = 0.0f;
    for (std::int32_t j = first[e]; j < first[e + 1]; ++j) sum += from[entry[j]];
    dx[i] = sum;
  }
};

// for_each over (0, i).
struct AddShare {
  const float* share;
  float* sum;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const { sum[i] += share[i]; }
};

struct CopyFloats {
  const float* from;
  float* to;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const { to[i] = from[i]; }
};

// for_each over (0, i): gradients of slices added in ascending order, into those of the first.
struct FoldSlices {
  float* gradient;  // [slices][stride]
  std::size_t stride;
  std::uint32_t slices;

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    float sum = gradient[i];
    for (std::uint32_t s = 1; s < slices; ++s) sum += gradient[s * stride + i];
    gradient[i] = sum;
  }
};

}  // namespace imcbench
