// SPDX-License-Identifier: Apache-2.0
// Programming one tile of many chips: both devices of every pair, the net weights, the read-out
// sums for drift compensation, and the digital column scales that follow from them.
#pragma once

#include "kernels/core/launch.h"
#include "kernels/crossbar/drift_compensation.h"
#include "kernels/network/gpu_quad.h"

namespace imcbench {

enum class ReadoutKind { none, ideal, noisy };

// A block programs kThreads * kQuadsPerThread quads of one chip.
struct ProgramCells {
  static constexpr std::uint32_t kThreads = 128;
  static constexpr std::uint32_t kQuadsPerThread = 4;
  static constexpr std::uint32_t kQuadsPerBlock = kThreads * kQuadsPerThread;

  struct Registers {
    std::int64_t programmed, aged;
  };
  struct Shared {
    std::int64_t programmed[kThreads], aged[kThreads];
  };

  TileCells cells;
  TileMvm readout, readout_programmed;  // used when kind is noisy
  ReadoutKind kind;
  const float* target;         // [K][N]
  const float* phi;            // [K]
  const std::uint32_t* chips;  // [C]
  float* w;                    // [C][K][ld]; the padding is zero already
  TileReadout* sums;           // [C], zero before

  std::uint32_t quads() const { return quads_for(cells.inputs * cells.outputs); }
  std::uint32_t blocks() const { return (quads() + kQuadsPerBlock - 1) / kQuadsPerBlock; }

  template <class Team>
  IMC_HD void operator()(Team& team, std::uint32_t c, std::uint32_t block, Shared& shared) const {
    const std::uint32_t end = quads_for(cells.inputs * cells.outputs);
    team.each([&](std::uint32_t thread, Registers& sum) {
      sum = {0, 0};
      for (std::uint32_t i = 0; i < kQuadsPerThread; ++i) {
        const std::uint32_t quad = block * kQuadsPerBlock + i * kThreads + thread;
        if (quad < end) program_quad(c, quad, sum);
      }
      shared.programmed[thread] = sum.programmed;
      shared.aged[thread] = sum.aged;
    });
    if (kind == ReadoutKind::none) return;
    for (std::uint32_t half = kThreads / 2; half > 0; half /= 2) {
      team.each([&](std::uint32_t thread, Registers&) {
        if (thread >= half) return;
        shared.programmed[thread] += shared.programmed[thread + half];
        shared.aged[thread] += shared.aged[thread + half];
      });
    }
    team.each([&](std::uint32_t thread, Registers&) {
      if (thread != 0) return;
      add_to_shared(&sums[c].programmed, shared.programmed[0]);
      add_to_shared(&sums[c].aged, shared.aged[0]);
    });
  }

  IMC_HD void program_quad(std::uint32_t c, std::uint32_t quad, Registers& sum) const {
    const std::uint32_t count = cells.inputs * cells.outputs, first = first_of_quad(quad);
    float weight[kQuad];
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      const std::uint32_t element = first + i * kDrawLanes;
      weight[i] = element < count ? target[element] : 0.0f;
    }
    Cell plus[kQuad], minus[kQuad];
    make_cells(cells, weight, 0, chips[c], quad, plus);
    make_cells(cells, weight, 1, chips[c], quad, minus);
    float programmed[kQuad], aged[kQuad];
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      programmed[i] = (plus[i].programmed_uS - minus[i].programmed_uS) * cells.per_g_range;
      aged[i] = (plus[i].g_uS - minus[i].g_uS) * cells.per_g_range;
    }
    float* panel = w + static_cast<std::size_t>(c) * cells.inputs * cells.ld;
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      const std::uint32_t element = first + i * kDrawLanes, k = element / cells.outputs;
      if (element < count) {
        panel[static_cast<std::size_t>(k) * cells.ld + (element - k * cells.outputs)] = aged[i];
      }
    }
    if (kind == ReadoutKind::ideal) {
      sum.programmed += sum_of_magnitudes(programmed, first, count);
      sum.aged += sum_of_magnitudes(aged, first, count);
    } else if (kind == ReadoutKind::noisy) {
      read_quad(readout_programmed, programmed, c, quad);
      read_quad(readout, aged, c, quad);
      sum.programmed += sum_of_magnitudes(programmed, first, count);
      sum.aged += sum_of_magnitudes(aged, first, count);
    }
  }

  // Replaces weights by what the circuits say of each when its input line alone is at full scale.
  IMC_HD void read_quad(const TileMvm& t, float (&value)[kQuad], std::uint32_t c,
                        std::uint32_t quad) const {
    const float x = tile_input(t, t.input_range);
    OutputQuad q{};
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      const std::uint32_t k = (first_of_quad(quad) + i * kDrawLanes) / t.outputs;
      const float magnitude = abs_f(value[i] * x);
      q.s[i] = value[i] * x;
      if (k < t.inputs) q.products[i] = {value[i] * phi[k] * x, magnitude, magnitude * abs_f(x)};
    }
    finish_outputs(t.output, q, chips[c], 0, quad);
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) value[i] = q.s[i];
  }

  static IMC_HD std::int64_t sum_of_magnitudes(const float (&value)[kQuad], std::uint32_t first,
                                               std::uint32_t count) {
    std::int64_t sum = 0;
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      if (first + i * kDrawLanes < count) {
        sum += readout_units(abs_f(value[i]));
      }
    }
    return sum;
  }
};

// for_each over (chip, column): the compensation factor and the digital scale it goes into.
struct ScaleColumns {
  bool compensate;
  float input_range;
  std::uint32_t cells, outputs;
  const TileReadout* sums;    // [C]
  const float* column_scale;  // [N]
  float* compensation;        // [C]
  float* scale;               // [C][N]

  IMC_HD void operator()(std::uint32_t c, std::uint32_t n) const {
    const float factor = compensate ? compensation_factor(sums[c], cells) : 1.0f;
    if (n == 0) compensation[c] = factor;
    scale[static_cast<std::size_t>(c) * outputs + n] = input_range * column_scale[n] * factor;
  }
};

}  // namespace imcbench
