// SPDX-License-Identifier: Apache-2.0
// Programming a tile in blocks of devices that stay in the L1 cache, one pass per nonideality: what
// make_cell of tile.h says, at vector speed. Included by tile_isa.cpp alone.
#pragma once

#include "kernels/core/philox_group.h"
#include "kernels/crossbar/tile_kernels.h"

namespace imcbench::IMC_ISA {

namespace {

template <Draw kDraw>
struct DrawMap {
  IMC_HD float operator()(std::uint32_t word) const { return drawn<kDraw>(word); }
};

constexpr std::uint32_t kCellBlock = kFaultBlock;
static_assert(kCellBlock % kDrawGroup == 0);

struct CellBlock {
  std::uint32_t first, count;
  alignas(64) float target[kCellBlock];
  alignas(64) float spread[kCellBlock];
  alignas(64) float programmed[kCellBlock];
  alignas(64) float g[kCellBlock];
  alignas(64) float draw[kCellBlock];
};

template <class Apply>
IMC_HD void for_each_cell(CellBlock& b, const Apply& apply) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < b.count; ++i) {
    Cell cell{b.target[i], b.programmed[i], b.g[i], b.spread[i]};
    apply(cell, b.draw[i]);
    b.target[i] = cell.target_uS;
    b.spread[i] = cell.spread;
    b.g[i] = cell.g_uS;
  }
}

template <class F>
IMC_HD void run_cell_functor(const F& functor, const DrawAddress& address, CellBlock& b) {
  const auto draw = [&](std::uint32_t pass) {
    if constexpr (F::kDraw == Draw::none) return;
    DrawAddress a = address;
    a.slot = pass;
    fill_draws(a, b.first, b.count, DrawMap<F::kDraw>{}, b.draw);
  };
  if constexpr (requires { functor.passes(); }) {
    for (std::uint32_t pass = 0; pass < functor.passes(); ++pass) {
      draw(pass);
      for_each_cell(b, [&](Cell& cell, float value) { functor(cell, value, pass); });
    }
  } else {
    draw(0);
    for_each_cell(b, [&](Cell& cell, float value) { functor(cell, value); });
  }
}

template <class Chain>
IMC_HD void run_cell_chain(const Chain& chain, int polarity, std::uint32_t chip, CellBlock& b) {
  chain.for_each([&](const auto& slot) {
    if (!slot.enabled) return;
    const auto functor = slot.functor;
    run_cell_functor(functor, {slot.stream[polarity], chip}, b);
  });
}

// Fills `b` with the devices of one polarity of cells [first, first + count).
IMC_HD void make_cells(const ProgramTile& job, std::uint32_t first, std::uint32_t count,
                       int polarity, CellBlock& b) {
  const TileCells& t = *job.tile;
  b.first = first;
  b.count = count;
  const float sign = polarity == 0 ? 1.0f : -1.0f;
  const float* IMC_RESTRICT weight = job.target + first;
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) {
    b.target[i] = fma_rn(max_f(sign * weight[i], 0.0f), t.g_range_uS, t.g_min_uS);
    b.programmed[i] = b.target[i];
    b.g[i] = b.target[i];
    b.spread[i] = 1.0f;
  }
  run_cell_chain(t.fabricate, polarity, job.chip, b);
  run_cell_chain(t.program, polarity, job.chip, b);
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) b.programmed[i] = b.g[i];
  run_cell_chain(t.age, polarity, job.chip, b);
  visit_faults(t.faults, job.chip, {first, count, polarity, t.inputs, t.outputs},
               [&](std::uint32_t element, float g_uS) {
                 b.programmed[element - first] = b.g[element - first] = g_uS;
               });
}

// Elements [first, first + count) of a panel, row by row. `ld` of the padded rows.
IMC_HD void scatter(const TileCells& t, std::uint32_t first, std::uint32_t count,
                    const float* values, float* panel) {
  std::uint32_t row = first / t.outputs, column = first % t.outputs;
  for (std::uint32_t i = 0; i < count;) {
    std::uint32_t run = t.outputs - column;
    if (run > count - i) run = count - i;
    float* IMC_RESTRICT to = panel + static_cast<std::size_t>(row) * t.ld + column;
    for (std::uint32_t c = 0; c < run; ++c) to[c] = values[i + c];
    i += run;
    column = 0;
    ++row;
  }
}

IMC_HD void net_weights(const TileCells& t, const float* IMC_RESTRICT plus,
                        const float* IMC_RESTRICT minus, std::uint32_t count,
                        float* IMC_RESTRICT net) {
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) net[i] = (plus[i] - minus[i]) * t.per_g_range;
}

// Read-out of a block: of the exact net weights, or of each weight through the circuits.
IMC_HD void read_block(const ProgramTile& job, const TileMvm* circuits, const float* plus,
                       const float* minus, const CellBlock& b, std::int64_t TileReadout::*sum) {
  alignas(64) float net[kCellBlock];
  alignas(64) std::int32_t units[kCellBlock];
  if (circuits == nullptr) {
    net_weights(*job.tile, plus, minus, b.count, net);
    IMC_SIMD
    for (std::uint32_t i = 0; i < b.count; ++i) units[i] = readout_units(abs_f(net[i]));
  } else {
    for (std::uint32_t i = 0; i < b.count; ++i) {
      units[i] = read_alone(*circuits, plus[i], minus[i], job.chip, b.first + i);
    }
  }
  TileReadout* sums = job.readout.sums;
  if (!job.readout.per_column) {
    std::int64_t total = 0;
    for (std::uint32_t i = 0; i < b.count; ++i) total += units[i];
    sums[0].*sum += total;
    return;
  }
  std::uint32_t column = b.first % job.tile->outputs;
  for (std::uint32_t i = 0; i < b.count; ++i) {
    sums[column].*sum += units[i];
    if (++column == job.tile->outputs) column = 0;
  }
}

IMC_HD void store_extra_panels(const ProgramTile& job, const CellBlock& plus,
                               const CellBlock& minus, CellBlock& scratch) {
  const TileCells& t = *job.tile;
  for_each_panel(job.mvm->output, [&](int number, const auto& slot, int which) {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    alignas(64) float xi[2][kCellBlock] = {};
    if constexpr (F::kNeeds.device_draws) {
      for (int p = 0; p < 2; ++p) {
        fill_draws({slot.stream[1 + p], job.chip}, plus.first, plus.count, DrawMap<Draw::normal>{},
                   xi[p]);
      }
    }
    const F functor = slot.functor;
    IMC_SIMD
    for (std::uint32_t i = 0; i < plus.count; ++i) {
      scratch.draw[i] = functor.panel(which, {plus.g[i], minus.g[i], xi[0][i], xi[1][i]});
    }
    scatter(t, plus.first, plus.count, scratch.draw,
            job.panels.extra + static_cast<std::size_t>(number) * t.inputs * t.ld);
  });
}

IMC_HD void zero_padding(const TileCells& t, float* panel) {
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    for (std::uint32_t n = t.outputs; n < t.ld; ++n) {
      panel[static_cast<std::size_t>(k) * t.ld + n] = 0.0f;
    }
  }
}

IMC_HD void store_ir_panel(const TileCells& t, const float* IMC_RESTRICT w,
                           float* IMC_RESTRICT w_phi) {
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    const float phi = ir_position(k, t.inputs, t.ir_reversed);
    const std::size_t row = static_cast<std::size_t>(k) * t.ld;
    IMC_SIMD
    for (std::uint32_t n = 0; n < t.ld; ++n) w_phi[row + n] = w[row + n] * phi;
  }
}

IMC_HD void store_column_draws(const ProgramTile& job) {
  const std::uint32_t ld = job.tile->ld;
  job.mvm->output.for_each([&](const auto& slot) {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    if (!slot.enabled) return;
    for (int i = 0; i < F::kNeeds.column_draws; ++i) {
      float* row = job.panels.columns + (kColumnDrawsBefore<OutputChain, F> + i) * ld;
      for (std::uint32_t n = 0; n < job.tile->outputs; ++n) {
        row[n] = normal_of(
            draw_word({slot.stream[1], job.chip, 0, static_cast<std::uint32_t>(i)}, n));
      }
    }
  });
}

void program(const ProgramTile& job) {
  const TileCells& t = *job.tile;
  const TilePanels& panels = job.panels;
  const std::uint32_t cells = t.inputs * t.outputs;
  const std::size_t panel = static_cast<std::size_t>(t.inputs) * t.ld;
  CellBlock plus, minus;
  for (std::uint32_t first = 0; first < cells; first += kCellBlock) {
    const std::uint32_t count = cells - first < kCellBlock ? cells - first : kCellBlock;
    make_cells(job, first, count, 0, plus);
    make_cells(job, first, count, 1, minus);
    if (job.readout.sums != nullptr) {
      read_block(job, job.readout.programmed, plus.programmed, minus.programmed, plus,
                 &TileReadout::programmed);
      read_block(job, job.readout.aged, plus.g, minus.g, plus, &TileReadout::aged);
    }
    net_weights(t, plus.g, minus.g, count, plus.draw);
    scatter(t, first, count, plus.draw, panels.w);
    if (panels.extra != nullptr) store_extra_panels(job, plus, minus, plus);
    if (panels.devices_uS != nullptr) {
      scatter(t, first, count, plus.g, panels.devices_uS);
      scatter(t, first, count, minus.g, panels.devices_uS + panel);
    }
  }
  zero_padding(t, panels.w);
  if (panels.extra != nullptr) {
    for_each_panel(job.mvm->output, [&](int number, const auto&, int) {
      zero_padding(t, panels.extra + static_cast<std::size_t>(number) * panel);
    });
  }
  if (panels.w_phi != nullptr) store_ir_panel(t, panels.w, panels.w_phi);
  if (panels.columns != nullptr) store_column_draws(job);
}

void conductances(const ProgramTile& job, const TileConductances& out) {
  const std::uint32_t cells = job.tile->inputs * job.tile->outputs;
  CellBlock b;
  for (std::uint32_t first = 0; first < cells; first += kCellBlock) {
    const std::uint32_t count = cells - first < kCellBlock ? cells - first : kCellBlock;
    for (int polarity = 0; polarity < 2; ++polarity) {
      make_cells(job, first, count, polarity, b);
      for (std::uint32_t i = 0; i < count; ++i) {
        if (out.programmed_uS[polarity] != nullptr) {
          out.programmed_uS[polarity][first + i] = b.programmed[i];
        }
        if (out.aged_uS[polarity] != nullptr) out.aged_uS[polarity][first + i] = b.g[i];
      }
    }
  }
}

}  // namespace

}  // namespace imcbench::IMC_ISA
