// SPDX-License-Identifier: Apache-2.0
// Programming one tile of many chips: both devices of every pair, faults, the net weights and other
// panels, the read-out sums for drift compensation, the draws of the columns, and the digital
// column scales.
#pragma once

#include "kernels/core/launch.h"
#include "kernels/crossbar/drift_compensation.h"
#include "kernels/network/gpu_quad.h"

namespace imcbench {

enum class ReadoutKind { none, ideal, noisy };

// What a tile of C chips keeps: TilePanels of tile_kernels.h with a chip index in front.
struct GpuPanels {
  float* w;           // [C][K][ld]
  float* extra;       // [C][kPanels][K][ld] or nullptr
  float* devices_uS;  // [C][2][K][ld] or nullptr
  float* columns;     // [C][kColumnDraws][ld] or nullptr
};

// A block programs kThreads * kQuadsPerThread quads of one chip.
struct ProgramCells {
  static constexpr std::uint32_t kThreads = 128;
  static constexpr std::uint32_t kQuadsPerThread = 4;
  static constexpr std::uint32_t kQuadsPerBlock = kThreads * kQuadsPerThread;
  static constexpr std::uint32_t kCellsPerBlock = kQuadsPerBlock * kQuad;
  static_assert(kCellsPerBlock % kFaultBlock == 0);

  struct Registers {
    std::int64_t programmed, aged;
  };
  struct Shared {
    std::int64_t programmed[kThreads], aged[kThreads];
    float fault_uS[2][kCellsPerBlock];  // of faulty devices; NaN for the others
  };

  TileCells cells;
  OutputChain output;
  TileMvm readout, readout_programmed;  // used when kind is noisy
  ReadoutKind kind;
  bool per_column;
  const float* target;         // [K][N]
  const std::uint32_t* chips;  // [C]
  GpuPanels panels;            // the padding is zero already
  TileReadout* sums;           // [C], or [C][N] per column; zero before

  std::uint32_t quads() const { return quads_for(cells.inputs * cells.outputs); }
  std::uint32_t blocks() const { return (quads() + kQuadsPerBlock - 1) / kQuadsPerBlock; }

  template <class Team>
  IMC_HD void operator()(Team& team, std::uint32_t c, std::uint32_t block, Shared& shared) const {
    if (cells.faults.any_enabled()) {
      team.each([&](std::uint32_t thread, Registers&) { clear_faults(thread, shared); });
      team.each([&](std::uint32_t thread, Registers&) { find_faults(thread, c, block, shared); });
    }
    const std::uint32_t end = quads_for(cells.inputs * cells.outputs);
    team.each([&](std::uint32_t thread, Registers& sum) {
      sum = {0, 0};
      for (std::uint32_t i = 0; i < kQuadsPerThread; ++i) {
        const std::uint32_t quad = block * kQuadsPerBlock + i * kThreads + thread;
        if (quad < end) program_quad(c, quad, block, shared, sum);
      }
      shared.programmed[thread] = sum.programmed;
      shared.aged[thread] = sum.aged;
    });
    if (kind == ReadoutKind::none || per_column) return;
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

 private:
  IMC_HD void clear_faults(std::uint32_t thread, Shared& shared) const {
    for (std::uint32_t i = thread; i < kCellsPerBlock; i += kThreads) {
      shared.fault_uS[0][i] = shared.fault_uS[1][i] = float_of(0x7fc00000u);
    }
  }

  // A thread takes a block of devices of one polarity.
  IMC_HD void find_faults(std::uint32_t thread, std::uint32_t c, std::uint32_t block,
                          Shared& shared) const {
    constexpr std::uint32_t kParts = kCellsPerBlock / kFaultBlock;
    const std::uint32_t count = cells.inputs * cells.outputs, base = block * kCellsPerBlock;
    if (thread >= 2 * kParts) return;
    const int polarity = static_cast<int>(thread / kParts);
    const std::uint32_t first = base + thread % kParts * kFaultBlock;
    if (first >= count) return;
    const std::uint32_t size = count - first < kFaultBlock ? count - first : kFaultBlock;
    float* faults = shared.fault_uS[polarity];
    visit_faults(cells.faults, chips[c], {first, size, polarity, cells.inputs, cells.outputs},
                 [&](std::uint32_t element, float g_uS) { faults[element - base] = g_uS; });
  }

  IMC_HD void break_cells(const float* faults, std::uint32_t first, Cell (&made)[kQuad]) const {
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      const float g_uS = faults[first + i * kDrawLanes];
      if (g_uS == g_uS) made[i].programmed_uS = made[i].g_uS = g_uS;
    }
  }

  IMC_HD void program_quad(std::uint32_t c, std::uint32_t quad, std::uint32_t block,
                           const Shared& shared, Registers& sum) const {
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
    if (cells.faults.any_enabled()) {
      break_cells(shared.fault_uS[0], first - block * kCellsPerBlock, plus);
      break_cells(shared.fault_uS[1], first - block * kCellsPerBlock, minus);
    }
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      const std::uint32_t element = first + i * kDrawLanes;
      if (element >= count) continue;
      store(c, element, plus[i], minus[i]);
      if (kind != ReadoutKind::none) read_out(c, element, plus[i], minus[i], sum);
    }
  }

  IMC_HD void store(std::uint32_t c, std::uint32_t element, const Cell& plus,
                    const Cell& minus) const {
    const std::uint32_t k = element / cells.outputs;
    const std::size_t panel = static_cast<std::size_t>(cells.inputs) * cells.ld;
    const std::size_t at =
        static_cast<std::size_t>(k) * cells.ld + (element - k * cells.outputs);
    panels.w[c * panel + at] = (plus.g_uS - minus.g_uS) * cells.per_g_range;
    if (panels.devices_uS != nullptr) {
      panels.devices_uS[2 * c * panel + at] = plus.g_uS;
      panels.devices_uS[(2 * c + 1) * panel + at] = minus.g_uS;
    }
    if (panels.extra == nullptr) return;
    for_each_panel(output, [&](int number, const auto& slot, int which) {
      panels.extra[(c * static_cast<std::size_t>(kPanels) + number) * panel + at] =
          panel_weight(slot, which, plus.g_uS, minus.g_uS, chips[c], element);
    });
  }

  IMC_HD void read_out(std::uint32_t c, std::uint32_t element, const Cell& plus, const Cell& minus,
                       Registers& sum) const {
    const std::int32_t programmed = read_one(readout_programmed, plus.programmed_uS,
                                             minus.programmed_uS, c, element);
    const std::int32_t aged = read_one(readout, plus.g_uS, minus.g_uS, c, element);
    if (per_column) {
      TileReadout* column = &sums[static_cast<std::size_t>(c) * cells.outputs +
                                  element % cells.outputs];
      add_to_shared(&column->programmed, programmed);
      add_to_shared(&column->aged, aged);
      return;
    }
    sum.programmed += programmed;
    sum.aged += aged;
  }

  IMC_HD std::int32_t read_one(const TileMvm& circuits, float plus_uS, float minus_uS,
                               std::uint32_t c, std::uint32_t element) const {
    return kind == ReadoutKind::noisy
               ? read_alone(circuits, plus_uS, minus_uS, chips[c], element)
               : readout_units(abs_f((plus_uS - minus_uS) * cells.per_g_range));
  }
};

// for_each over (chip, column): the draws that live as long as the chip.
struct DrawColumns {
  OutputChain output;
  std::uint32_t ld;
  const std::uint32_t* chips;  // [C]
  float* columns;              // [C][kColumnDraws][ld]

  IMC_HD void operator()(std::uint32_t c, std::uint32_t n) const {
    for (int i = 0; i < kColumnDraws; ++i) {
      columns[(static_cast<std::size_t>(c) * kColumnDraws + i) * ld + n] =
          column_draw(output, i, chips[c], n);
    }
  }
};

// for_each over (chip, column): the compensation factor and the digital scale it goes into.
struct ScaleColumns {
  bool compensate, per_column;
  float input_range;
  std::uint32_t cells, outputs;  // cells read for one factor
  const TileReadout* sums;       // [C], or [C][N] per column
  const float* column_scale;     // [N]
  float* compensation;           // [C], or [C][N] per column
  float* scale;                  // [C][N]

  IMC_HD void operator()(std::uint32_t c, std::uint32_t n) const {
    const std::size_t at = per_column ? static_cast<std::size_t>(c) * outputs + n : c;
    const float factor = compensate ? compensation_factor(sums[at], cells) : 1.0f;
    if (per_column || n == 0) compensation[at] = factor;
    scale[static_cast<std::size_t>(c) * outputs + n] = input_range * column_scale[n] * factor;
  }
};

}  // namespace imcbench
