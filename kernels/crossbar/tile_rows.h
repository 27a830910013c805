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

// Memory of some rows: inputs [rows][K] of every product, weights [K][ld] when devices fluctuate.
struct RowMemory {
  RowMemory(const TileMvm& t, std::uint32_t rows)
      : inputs(static_cast<std::size_t>(rows) * t.inputs),
        draw_floats(t.inputs + 2 * kDrawGroup),
        panel(static_cast<std::size_t>(t.inputs) * t.ld),
        fluctuates(t.fluctuation.any_enabled()),
        floats(new float[(2 + kPanels) * inputs + draw_floats + (fluctuates ? 2 * panel : 0)]),
        offsets(new std::int32_t[t.inputs]) {
    for (std::uint32_t k = 0; k < t.inputs; ++k) offsets[k] = static_cast<std::int32_t>(k);
  }
  ~RowMemory() {
    delete[] floats;
    delete[] offsets;
  }
  RowMemory(const RowMemory&) = delete;
  RowMemory& operator=(const RowMemory&) = delete;

  float* x_hat() const { return floats; }
  float* x_square() const { return floats + inputs; }
  float* x_panel(int number) const { return floats + (2 + number) * inputs; }
  float* draws() const { return floats + (2 + kPanels) * inputs; }  // of one row
  float* weights() const { return draws() + draw_floats; }

  std::size_t inputs, draw_floats, panel;
  bool fluctuates;
  float* floats;
  std::int32_t* offsets;  // 0, 1 ... K - 1
};

template <class Slot>
IMC_HD void add_shifts(const Slot& slot, const MvmBlock& m, int polarity, std::uint32_t first,
                       std::uint32_t count, const ReadTime& time, const float* IMC_RESTRICT g_uS,
                       const float* IMC_RESTRICT other_uS, float* IMC_RESTRICT shift) {
  using F = typename Slot::Functor;
  alignas(64) float words[kCellBlock];
  const PhiloxKey stream = slot.stream[polarity];
  if constexpr (F::kOneWord) {
    const std::uint32_t at = F::info.lifetime == Lifetime::per_image ? 0 : slot_of(time);
    fill_draws({stream, m.chip, time.sample, at}, first, count, WordMap{}, words);
  }
  const F functor = slot.functor;
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) {
    const FluctuationDraws draws{stream, m.chip, first + i, time,
                                 carries_weight(g_uS[i], other_uS[i], polarity)};
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
    }
    for (int p = 0; p < 2; ++p) {
      for (std::uint32_t i = 0; i < count; ++i) shift[p][i] = 0.0f;
      t.fluctuation.for_each([&](const auto& slot) {
        if (slot.enabled) add_shifts(slot, m, p, first, count, time, g[p], g[1 - p], shift[p]);
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

// One MVM to be read: its inputs divided by `factor`, for the `tries`-th time.
struct Row {
  std::uint32_t sample, position;  // sample within the block
  float factor;
  std::uint32_t tries;
};

IMC_HD const float* raw_inputs(const MvmBlock& m, const Row& row) {
  return m.x + row.sample * m.x_stride + m.geometry.row_base[row.position];
}

// The largest |x| of a row, in units of the input range.
IMC_HD float largest_input(const MvmBlock& m, const float* x) {
  float largest = 0.0f;
  for (std::uint32_t k = 0; k < m.tile->inputs; ++k) {
    largest = max_f(abs_f(x[m.geometry.k_offset[k]]) * m.tile->per_input_range, largest);
  }
  return largest;
}

IMC_HD float first_factor(const MvmBlock& m, const Row& row) {
  const Management& management = m.tile->management;
  if (!management.scales_inputs) return 1.0f;
  return management.first_factor(largest_input(m, raw_inputs(m, row)));
}

IMC_HD bool saturates(const TileMvm& t, const float* s) {
  bool any = false;
  for (std::uint32_t n = 0; n < t.outputs; ++n) any = any || abs_f(s[n]) >= t.management.bound;
  return any;
}

// tile_input of tile.h for the inputs of a row, one functor at a time.
IMC_HD void convert_row(const MvmBlock& m, const Row& row, float* IMC_RESTRICT draws,
                        float* IMC_RESTRICT x_hat) {
  const TileMvm& t = *m.tile;
  const float* x = raw_inputs(m, row);
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    x_hat[k] = clamp_f(x[m.geometry.k_offset[k]] * t.per_input_range / row.factor, -1.0f, 1.0f);
  }
  const std::uint32_t first = (m.geometry.first_position + row.position) * t.inputs, skip = first % kDrawGroup;
  t.input.for_each([&](const auto& slot) {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    if (!slot.enabled) return;
    const F functor = slot.functor;
    bool draw = false;
    if constexpr (F::kDraw != Draw::none) {
      draw = functor.draws();
      if (draw) {
        fill_draws({slot.stream[0], m.chip, m.first_read + row.sample, row.tries}, first - skip,
                   t.inputs + skip, DrawMap<F::kDraw>{}, draws);
      }
    }
    const float* IMC_RESTRICT from = draws + skip;
    if (draw) {
      IMC_SIMD
      for (std::uint32_t k = 0; k < t.inputs; ++k) x_hat[k] = functor(x_hat[k], from[k]);
    } else {
      IMC_SIMD
      for (std::uint32_t k = 0; k < t.inputs; ++k) x_hat[k] = functor(x_hat[k], 0.0f);
    }
  });
}

// Reads rows that follow each other, as positions of one sample or as samples of one position each;
// the results are in pass.buffers.dot. With fluctuating devices, one row.
void read_rows(const MvmBlock& m, const Row* rows, std::uint32_t count, const RowMemory& memory,
               Pass pass) {
  const TileMvm& t = *m.tile;
  std::int32_t row_base[kMaxPassRows];
  for (std::uint32_t r = 0; r < count; ++r) {
    row_base[r] = static_cast<std::int32_t>(r * t.inputs);
    convert_row(m, rows[r], memory.draws(), memory.x_hat() + row_base[r]);
  }
  const std::size_t floats = static_cast<std::size_t>(count) * t.inputs;
  const float* IMC_RESTRICT x_hat = memory.x_hat();
  float* IMC_RESTRICT x_square = memory.x_square();
  IMC_SIMD
  for (std::size_t i = 0; i < floats; ++i) x_square[i] = x_hat[i] * x_hat[i];
  const float* x_panel[kPanels > 0 ? kPanels : 1] = {};
  for_each_panel(t.output, [&](int number, const auto& slot, int which) {
    float* IMC_RESTRICT to = memory.x_panel(number);
    for (std::size_t i = 0; i < floats; ++i) to[i] = slot.functor.panel_input(which, x_hat[i]);
    x_panel[number] = to;
  });
  ProductJob job{};
  job.x = x_hat;
  job.x_square = m.x_square == nullptr ? nullptr : x_square;
  job.row_base = row_base;
  job.k_offset = memory.offsets;
  job.w = m.panels.w;
  job.w_phi = m.panels.w_phi;
  if (memory.fluctuates) {
    float* w = memory.weights();
    float* w_phi = m.panels.w_phi == nullptr ? nullptr : w + memory.panel;
    fluctuate(m, {m.first_read + rows[0].sample, m.geometry.first_position + rows[0].position,
                  m.geometry.all_positions, rows[0].tries, t.digit, t.digits}, w, w_phi);
    job.w = w;
    job.w_phi = w_phi;
  }
  job.ld = t.ld;
  job.rows = count;
  job.inputs = t.inputs;
  pass.rows = count;
  pass.read = m.first_read + rows[0].sample;
  pass.element = (m.geometry.first_position + rows[0].position) * t.outputs;
  pass.tries = rows[0].tries;
  pass.row_per_sample = m.geometry.positions == 1;
  pass.draw_ld = pass.row_per_sample ? drawn_floats(pass.element, t.outputs) : t.outputs;
  run_products(m, job, pass, x_panel);
  run_output_chain(m, pass);
}

// Reads a row again, with half its inputs, while it saturates; returns where its results are.
const float* read_again(const MvmBlock& m, Row& row, const float* s, const RowMemory& memory,
                        const Pass& pass) {
  const Management& management = m.tile->management;
  for (row.tries = 1; row.tries < management.tries && saturates(*m.tile, s); ++row.tries) {
    row.factor *= 2.0f;
    read_rows(m, &row, 1, memory, pass);
    s = pass.buffers.dot;
  }
  return s;
}

void mvm_rows(const MvmBlock& m) {
  const TileMvm& t = *m.tile;
  const std::uint32_t most = t.fluctuation.any_enabled() ? 1 : kFewestRows;
  const Scratch scratch(t, most + 1), again(t, 2);
  const RowMemory memory(t, most), memory_again(t, 1);
  const std::uint32_t positions = m.geometry.positions, total = m.samples * positions;
  Row rows[kFewestRows];
  for (std::uint32_t first = 0; first < total;) {
    // Up to the end of a sample, unless samples are rows.
    std::uint32_t count = total - first < most ? total - first : most;
    if (positions > 1 && count > positions - first % positions) count = positions - first % positions;
    for (std::uint32_t r = 0; r < count; ++r) {
      rows[r] = {(first + r) / positions, (first + r) % positions, 1.0f, 0};
      rows[r].factor = first_factor(m, rows[r]);
    }
    const Pass pass = scratch.pass();
    read_rows(m, rows, count, memory, pass);
    for (std::uint32_t r = 0; r < count; ++r) {
      const float* s = read_again(m, rows[r], pass.buffers.dot + static_cast<std::size_t>(r) * t.ld,
                                  memory_again, again.pass());
      accumulate_row(m, s, m.y + rows[r].sample * m.y_stride +
                               static_cast<std::size_t>(rows[r].position) * t.outputs,
                     rows[r].factor);
    }
    first += count;
  }
}

}  // namespace

}  // namespace imcbench::IMC_ISA
