// SPDX-License-Identifier: Apache-2.0
// MVMs one at a time, for chips on which every MVM has inputs or weights of its own: drawn inputs,
// fluctuating devices, managed inputs and bounds. Included by tile_isa.cpp alone.
#pragma once

#include "kernels/crossbar/tile_pass.h"

namespace imcbench::IMC_ISA {

namespace {

struct WordMap {
  IMC_HD float operator()(std::uint32_t word) const { return float_of(word); }
};

// FluctuationDraws whose one word has been drawn already, beside those of its neighbours.
struct DrawnWord : FluctuationDraws {
  std::uint32_t drawn;
  IMC_HD std::uint32_t of_read() const { return drawn; }
  IMC_HD std::uint32_t of_image() const { return drawn; }
};

// Memory of one row: inputs [K], weights [K][ld] when devices fluctuate.
struct RowMemory {
  explicit RowMemory(const TileMvm& t)
      : panel(static_cast<std::size_t>(t.inputs) * t.ld),
        fluctuates(t.fluctuation.any_enabled()),
        floats(new float[(2 + kPanels) * t.inputs + (fluctuates ? 2 * panel : 0)]),
        offsets(new std::int32_t[t.inputs]) {
    for (std::uint32_t k = 0; k < t.inputs; ++k) offsets[k] = static_cast<std::int32_t>(k);
  }
  ~RowMemory() {
    delete[] floats;
    delete[] offsets;
  }
  RowMemory(const RowMemory&) = delete;
  RowMemory& operator=(const RowMemory&) = delete;

  std::size_t panel;
  bool fluctuates;
  float* floats;
  std::int32_t* offsets;  // 0, 1 ... K - 1
};

template <class Slot>
IMC_HD void add_shifts(const Slot& slot, const MvmBlock& m, int polarity, std::uint32_t first,
                       std::uint32_t count, const ReadTime& time, const float* IMC_RESTRICT g_uS,
                       float* IMC_RESTRICT shift) {
  using F = typename Slot::Functor;
  alignas(64) float words[kCellBlock];
  const PhiloxKey stream = slot.stream[polarity];
  if constexpr (F::kOneWord) {
    const std::uint32_t at = F::info.lifetime == Lifetime::per_image ? 0 : slot_of(time);
    fill_draws({stream, m.chip, time.sample, at}, first, count, WordMap{}, words);
  }
  const F functor = slot.functor;
  for (std::uint32_t i = 0; i < count; ++i) {
    const FluctuationDraws draws{stream, m.chip, first + i, time};
    std::uint32_t word = 0;
    if constexpr (F::kOneWord) word = bits_of(words[i]);
    shift[i] += functor.shift_uS(g_uS[i], DrawnWord{draws, word});
  }
}

// Values of elements [first, first + count) of a padded panel.
IMC_HD void gather(const TileMvm& t, std::uint32_t first, std::uint32_t count, const float* panel,
                   float* values) {
  std::uint32_t row = first / t.outputs, column = first % t.outputs;
  for (std::uint32_t i = 0; i < count; ++i) {
    values[i] = panel[static_cast<std::size_t>(row) * t.ld + column];
    if (++column == t.outputs) {
      column = 0;
      ++row;
    }
  }
}

// The weights of one read: w [K][ld] and, if asked for, w_phi.
IMC_HD void fluctuate(const MvmBlock& m, const ReadTime& time, float* w, float* w_phi) {
  const TileMvm& t = *m.tile;
  const std::uint32_t cells = t.inputs * t.outputs;
  const std::size_t panel = static_cast<std::size_t>(t.inputs) * t.ld;
  alignas(64) float g[2][kCellBlock], shift[2][kCellBlock];
  for (std::size_t i = 0; i < panel; ++i) w[i] = 0.0f;
  for (std::uint32_t first = 0; first < cells; first += kCellBlock) {
    const std::uint32_t count = cells - first < kCellBlock ? cells - first : kCellBlock;
    for (int p = 0; p < 2; ++p) {
      gather(t, first, count, m.panels.devices_uS + static_cast<std::size_t>(p) * panel, g[p]);
      for (std::uint32_t i = 0; i < count; ++i) shift[p][i] = 0.0f;
      t.fluctuation.for_each([&](const auto& slot) {
        if (slot.enabled) add_shifts(slot, m, p, first, count, time, g[p], shift[p]);
      });
    }
    std::uint32_t row = first / t.outputs, column = first % t.outputs;
    for (std::uint32_t i = 0; i < count; ++i) {
      w[static_cast<std::size_t>(row) * t.ld + column] =
          ((g[0][i] + shift[0][i]) - (g[1][i] + shift[1][i])) * t.per_g_range;
      if (++column == t.outputs) {
        column = 0;
        ++row;
      }
    }
  }
  if (w_phi == nullptr) return;
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    const float phi = ir_position(k, t.inputs, t.ir_reversed);
    for (std::uint32_t n = 0; n < t.ld; ++n) w_phi[k * t.ld + n] = w[k * t.ld + n] * phi;
  }
}

struct Row {
  std::uint32_t sample, position;  // sample within the block
};

// The largest |x| of a row, in units of the input range.
IMC_HD float largest_input(const MvmBlock& m, const float* x) {
  float largest = 0.0f;
  for (std::uint32_t k = 0; k < m.tile->inputs; ++k) {
    largest = max_f(abs_f(x[m.geometry.k_offset[k]]) * m.tile->per_input_range, largest);
  }
  return largest;
}

IMC_HD bool saturates(const TileMvm& t, const float* s) {
  bool any = false;
  for (std::uint32_t n = 0; n < t.outputs; ++n) any = any || abs_f(s[n]) >= t.management.bound;
  return any;
}

// One read of a row with its inputs divided by `factor`; the result is in pass.buffers.dot.
void read_row(const MvmBlock& m, const Row& row, float factor, std::uint32_t tries,
              const RowMemory& memory, Pass pass) {
  const TileMvm& t = *m.tile;
  const std::uint32_t read = m.first_read + row.sample;
  const float* x = m.x + row.sample * m.x_stride + m.geometry.row_base[row.position];
  float* x_hat = memory.floats;
  float* x_square = x_hat + t.inputs;
  float* w = x_square + (1 + kPanels) * t.inputs;
  const float* x_panel[kPanels > 0 ? kPanels : 1] = {};
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    x_hat[k] = tile_input(t, x[m.geometry.k_offset[k]], factor,
                          {m.chip, read, row.position * t.inputs + k, tries});
    x_square[k] = x_hat[k] * x_hat[k];
  }
  for_each_panel(t.output, [&](int number, const auto& slot, int which) {
    float* to = x_square + (1 + number) * t.inputs;
    for (std::uint32_t k = 0; k < t.inputs; ++k) to[k] = slot.functor.panel_input(which, x_hat[k]);
    x_panel[number] = to;
  });
  float* w_phi = m.panels.w_phi == nullptr ? nullptr : w + memory.panel;
  if (memory.fluctuates) fluctuate(m, {read, row.position, m.geometry.positions, tries}, w, w_phi);
  const std::int32_t zero = 0;
  ProductJob job{};
  job.x = x_hat;
  job.x_square = m.x_square == nullptr ? nullptr : x_square;
  job.row_base = &zero;
  job.k_offset = memory.offsets;
  job.w = memory.fluctuates ? w : m.panels.w;
  job.w_phi = memory.fluctuates ? w_phi : m.panels.w_phi;
  job.ld = t.ld;
  job.rows = 1;
  job.inputs = t.inputs;
  pass.rows = 1;
  pass.read = read;
  pass.element = row.position * t.outputs;
  pass.tries = tries;
  pass.row_per_sample = false;
  pass.draw_ld = 0;
  run_products(m, job, pass, x_panel);
  run_output_chain(m, pass);
}

void mvm_rows(const MvmBlock& m) {
  const TileMvm& t = *m.tile;
  const Scratch scratch(t, 2);
  const RowMemory memory(t);
  const Pass pass = scratch.pass();
  for (std::uint32_t s = 0; s < m.samples; ++s) {
    for (std::uint32_t p = 0; p < m.geometry.positions; ++p) {
      const float* x = m.x + s * m.x_stride + m.geometry.row_base[p];
      float factor = t.management.first_factor(
          t.management.scales_inputs ? largest_input(m, x) : 0.0f);
      read_row(m, {s, p}, factor, 0, memory, pass);
      for (std::uint32_t tries = 1; tries < t.management.tries; ++tries) {
        if (!saturates(t, pass.buffers.dot)) break;
        factor *= 2.0f;
        read_row(m, {s, p}, factor, tries, memory, pass);
      }
      accumulate_row(m, pass.buffers.dot,
                     m.y + s * m.y_stride + static_cast<std::size_t>(p) * t.outputs, factor);
    }
  }
}

}  // namespace

}  // namespace imcbench::IMC_ISA
