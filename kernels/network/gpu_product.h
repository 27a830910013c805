// SPDX-License-Identifier: Apache-2.0
// The MVM of one tile of many chips on many samples, with all that follows it, in one kernel: four
// products as chains of fma over ascending k, read and output stages, digital scale, sum over the
// tiles of a layer. The operations of every element are those of crossbar/tile_isa.cpp.
//
// Rows are (sample, position), columns are outputs. A block computes kRows x kColumns elements,
// each thread 4 x 4 of them, from slices of inputs and weights in shared memory. The sums then
// change hands through shared memory: the threads take them up again as quads that share a draw.
//
// Not tuned: block shapes, slice length and bank conflicts were chosen without a device.
#pragma once

#include "kernels/core/launch.h"
#include "kernels/network/gpu_quad.h"

namespace imcbench {

// One tile, its inputs and its results; C chips. Strides are in floats.
struct GpuMvm {
  OutputChain output;
  std::uint32_t inputs, outputs, ld;  // K, N
  std::uint32_t positions, samples;
  std::uint32_t first_position, all_positions;  // as in MvmGeometry of crossbar/tile_kernels.h
  std::uint32_t first_read;
  const std::uint32_t* chips;    // [C]
  const std::int32_t* row_base;  // [positions]
  const std::int32_t* k_offset;  // [K]
  const float* phi;              // [K]
  const float* w;                // [C][K][ld]
  const float* columns;          // [C][kColumnDraws][ld] or nullptr
  const float* x_hat;            // [C][samples][x_stride]
  std::size_t x_chip_stride;     // 0: one input for all chips
  std::uint32_t x_stride;
  const float* scale;            // [C][N]
  const float* bias;             // [N]; nullptr on all but a layer's first tile: those add to y
  float* y;                      // [C][samples][positions * N]
  std::size_t y_chip_stride;

  IMC_HD std::uint32_t rows() const { return samples * positions; }
  // Elements of a sample are numbered from here on in addresses of draws.
  IMC_HD std::uint32_t first_element() const { return first_position * outputs; }
  // Read and output stages of a quad of sample `sample` of chip number c.
  IMC_HD void finish(OutputQuad& q, std::uint32_t c, std::uint32_t sample, std::uint32_t quad) const {
    const std::size_t first = static_cast<std::size_t>(c) * kColumnDraws * ld;
    finish_outputs(output, q, {{}, chips[c], first_read + sample}, quad,
                   columns == nullptr ? nullptr : columns + first, ld);
  }
};

// y (+)= bias + scale * s for element `element` of a sample, counted from first_element().
IMC_HD void accumulate_output(const GpuMvm& m, std::uint32_t c, std::uint32_t sample,
                              std::uint32_t element, std::uint32_t column, float s) {
  float* y = m.y + c * m.y_chip_stride +
             static_cast<std::size_t>(sample) * m.positions * m.outputs + element;
  const float base = m.bias != nullptr ? m.bias[column] : *y;
  *y = fma_rn(m.scale[static_cast<std::size_t>(c) * m.outputs + column], s, base);
}

template <std::uint32_t kColumns, bool kIr, bool kPower>
struct ProductBlock {
  static constexpr std::uint32_t kThreads = 128;
  static constexpr std::uint32_t kSide = 4;  // rows, and columns, of one thread
  static constexpr std::uint32_t kRows = kThreads * kSide * kSide / kColumns;
  static constexpr std::uint32_t kSlice = 16;  // inputs per step
  static constexpr std::uint32_t kSums = 1 + (kIr ? 2 : 0) + (kPower ? 1 : 0);
  static_assert(kRows <= kThreads && kThreads % kRows == 0 && kThreads % kColumns == 0);

  struct Registers {
    const float* x;  // the row this thread loads, or nullptr past the last one
    float dot[kSide][kSide];
    float ir_dot[kIr ? kSide : 1][kSide], abs_current[kIr ? kSide : 1][kSide];
    float read_power[kPower ? kSide : 1][kSide];
  };
  struct Slices {
    alignas(16) float x[kSlice][kRows];
    alignas(16) float w[kSlice][kColumns];
    float phi[kSlice];
  };
  union Shared {
    Slices slices;
    alignas(16) float sums[kSums][kRows][kColumns];
  };

  GpuMvm m;

  std::uint32_t blocks() const {
    return (m.rows() + kRows - 1) / kRows * ((m.outputs + kColumns - 1) / kColumns);
  }

  template <class Team>
  IMC_HD void operator()(Team& team, std::uint32_t c, std::uint32_t block, Shared& shared) const {
    const std::uint32_t column_blocks = (m.outputs + kColumns - 1) / kColumns;
    const std::uint32_t first_row = block / column_blocks * kRows;
    const std::uint32_t first_column = block % column_blocks * kColumns;
    team.each([&](std::uint32_t thread, Registers& r) { start(thread, r, c, first_row); });
    for (std::uint32_t k = 0; k < m.inputs; k += kSlice) {
      team.each([&](std::uint32_t thread, Registers& r) {
        load(thread, r, c, first_column, k, shared.slices);
      });
      team.each([&](std::uint32_t thread, Registers& r) {
        if (m.inputs - k >= kSlice) {
          IMC_UNROLL
          for (std::uint32_t j = 0; j < kSlice; ++j) multiply(thread, r, j, shared.slices);
        } else {
          for (std::uint32_t j = 0; j < m.inputs - k; ++j) multiply(thread, r, j, shared.slices);
        }
      });
    }
    team.each([&](std::uint32_t thread, Registers& r) { hand_over(thread, r, shared); });
    team.each([&](std::uint32_t thread, Registers&) {
      finish(thread, c, first_row, first_column, shared);
    });
  }

 private:
  static constexpr std::uint32_t kColumnThreads = kColumns / kSide;

  IMC_HD void start(std::uint32_t thread, Registers& r, std::uint32_t c,
                    std::uint32_t first_row) const {
    const std::uint32_t row = first_row + thread % kRows, sample = row / m.positions;
    r.x = row >= m.rows() ? nullptr
                          : m.x_hat + c * m.x_chip_stride +
                                static_cast<std::size_t>(sample) * m.x_stride +
                                m.row_base[row - sample * m.positions];
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSide; ++i) {
      IMC_UNROLL
      for (std::uint32_t j = 0; j < kSide; ++j) {
        r.dot[i][j] = 0.0f;
        if constexpr (kIr) r.ir_dot[i][j] = r.abs_current[i][j] = 0.0f;
        if constexpr (kPower) r.read_power[i][j] = 0.0f;
      }
    }
  }

  // Inputs and weights of slice k ... k + kSlice - 1. Zeros where there are none are never summed
  // into an element that exists.
  IMC_HD void load(std::uint32_t thread, const Registers& r, std::uint32_t c,
                   std::uint32_t first_column, std::uint32_t k, Slices& slices) const {
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSlice * kRows / kThreads; ++i) {
      const std::uint32_t j = thread / kRows + i * (kThreads / kRows);
      const bool exists = k + j < m.inputs && r.x != nullptr;
      slices.x[j][thread % kRows] = exists ? r.x[m.k_offset[k + j]] : 0.0f;
    }
    const std::uint32_t column = first_column + thread % kColumns;
    const float* w = m.w + static_cast<std::size_t>(c) * m.inputs * m.ld + column;
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSlice * kColumns / kThreads; ++i) {
      const std::uint32_t j = thread / kColumns + i * (kThreads / kColumns);
      const bool exists = k + j < m.inputs && column < m.outputs;
      slices.w[j][thread % kColumns] = exists ? w[static_cast<std::size_t>(k + j) * m.ld] : 0.0f;
    }
    if (kIr && thread < kSlice) {
      slices.phi[thread] = k + thread < m.inputs ? m.phi[k + thread] : 0.0f;
    }
  }

  IMC_HD void multiply(std::uint32_t thread, Registers& r, std::uint32_t j,
                       const Slices& slices) const {
    const float* x_row = &slices.x[j][thread / kColumnThreads * kSide];
    const float* w_row = &slices.w[j][thread % kColumnThreads * kSide];
    float x[kSide], w[kSide];
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSide; ++i) x[i] = x_row[i];
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kSide; ++i) w[i] = w_row[i];
    IMC_UNROLL
    for (std::uint32_t b = 0; b < kSide; ++b) {
      const float magnitude = abs_f(w[b]);
      float w_phi = 0.0f;
      if constexpr (kIr) w_phi = w[b] * slices.phi[j];
      IMC_UNROLL
      for (std::uint32_t a = 0; a < kSide; ++a) {
        r.dot[a][b] = fma_rn(x[a], w[b], r.dot[a][b]);
        if constexpr (kIr) {
          r.ir_dot[a][b] = fma_rn(x[a], w_phi, r.ir_dot[a][b]);
          r.abs_current[a][b] = fma_rn(abs_f(x[a]), magnitude, r.abs_current[a][b]);
        }
        if constexpr (kPower) {
          r.read_power[a][b] = fma_rn(x[a] * x[a], magnitude, r.read_power[a][b]);
        }
      }
    }
  }

  IMC_HD void hand_over(std::uint32_t thread, const Registers& r, Shared& shared) const {
    const std::uint32_t row = thread / kColumnThreads * kSide;
    const std::uint32_t column = thread % kColumnThreads * kSide;
    IMC_UNROLL
    for (std::uint32_t a = 0; a < kSide; ++a) {
      IMC_UNROLL
      for (std::uint32_t b = 0; b < kSide; ++b) {
        shared.sums[0][row + a][column + b] = r.dot[a][b];
        if constexpr (kIr) {
          shared.sums[1][row + a][column + b] = r.ir_dot[a][b];
          shared.sums[2][row + a][column + b] = r.abs_current[a][b];
        }
        if constexpr (kPower) {
          shared.sums[kSums - 1][row + a][column + b] = r.read_power[a][b];
        }
      }
    }
  }

  // Elements [begin, end) of one sample, numbered as in addresses of draws, are a run: all
  // positions of a sample in this block when the block has all columns, else one row of the block.
  // Quads of a run are dealt out to the threads.
  IMC_HD void finish(std::uint32_t thread, std::uint32_t c, std::uint32_t first_row,
                     std::uint32_t first_column, const Shared& shared) const {
    const std::uint32_t n = m.outputs, positions = m.positions;
    const std::uint32_t last_row = first_row + kRows < m.rows() ? first_row + kRows : m.rows();
    const std::uint32_t width = n - first_column < kColumns ? n - first_column : kColumns;
    const bool joined = n <= kColumns;
    const std::uint32_t first_sample = first_row / positions;
    const std::uint32_t runs =
        joined ? (last_row - 1) / positions - first_sample + 1 : last_row - first_row;
    // The most groups of 64 elements that a run can touch.
    const std::uint32_t longest = joined ? (positions < kRows ? positions : kRows) * n : width;
    const std::uint32_t offset =
        positions == 1 ? (m.first_element() + first_column) % kDrawGroup : kDrawGroup - 1;
    const std::uint32_t groups = (longest + offset + kDrawGroup - 1) / kDrawGroup;
    for (std::uint32_t i = thread; i < runs * groups * kDrawLanes; i += kThreads) {
      const std::uint32_t run = i / kDrawLanes / groups, group = i / kDrawLanes - run * groups;
      const std::uint32_t sample = joined ? first_sample + run : (first_row + run) / positions;
      const std::uint32_t row_0 = sample * positions;  // of position 0; may be before first_row
      std::uint32_t begin, end;
      if (joined) {
        begin = (first_row > row_0 ? first_row - row_0 : 0) * n;
        end = (last_row - row_0 < positions ? last_row - row_0 : positions) * n;
      } else {
        begin = (first_row + run - row_0) * n + first_column;
        end = begin + width;
      }
      begin += m.first_element();
      end += m.first_element();
      const std::uint32_t quad =
          (begin / kDrawGroup + group) * kDrawLanes + i % kDrawLanes;
      if (first_of_quad(quad) < end) {
        finish_quad(c, sample, quad, begin, end, first_row, first_column, shared);
      }
    }
  }

  IMC_HD void finish_quad(std::uint32_t c, std::uint32_t sample, std::uint32_t quad,
                          std::uint32_t begin, std::uint32_t end, std::uint32_t first_row,
                          std::uint32_t first_column, const Shared& shared) const {
    OutputQuad q{};
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      const std::uint32_t element = first_of_quad(quad) + i * kDrawLanes;
      const std::uint32_t position = element / m.outputs;
      q.column[i] = element - position * m.outputs;
      if (element < begin || element >= end) continue;
      const std::uint32_t a = sample * m.positions + position - m.first_position - first_row;
      const std::uint32_t b = q.column[i] - first_column;
      q.s[i] = shared.sums[0][a][b];
      if constexpr (kIr) {
        q.ir_dot[i] = shared.sums[1][a][b];
        q.abs_current[i] = shared.sums[2][a][b];
      }
      if constexpr (kPower) q.read_power[i] = shared.sums[kSums - 1][a][b];
    }
    m.finish(q, c, sample, quad);
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      const std::uint32_t element = first_of_quad(quad) + i * kDrawLanes;
      if (element < begin || element >= end) continue;
      accumulate_output(m, c, sample, element - m.first_element(), q.column[i], q.s[i]);
    }
  }
};

template <bool kIr, bool kPower, class Executor>
void run_blocks(Executor& executor, std::uint32_t chips, const GpuMvm& m) {
  with_block_width(m.outputs, [&](auto width) {
    const ProductBlock<width, kIr, kPower> block{m};
    executor.for_each_block(chips, block.blocks(), block);
  });
}

// The MVM of `chips` chips, with the sums that their read stages ask for.
template <class Executor>
void run_tiled(Executor& executor, std::uint32_t chips, const GpuMvm& m, bool ir, bool power) {
  if (ir) {
    power ? run_blocks<true, true>(executor, chips, m) : run_blocks<true, false>(executor, chips, m);
  } else {
    power ? run_blocks<false, true>(executor, chips, m)
          : run_blocks<false, false>(executor, chips, m);
  }
}

}  // namespace imcbench
