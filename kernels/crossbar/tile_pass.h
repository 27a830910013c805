// SPDX-License-Identifier: Apache-2.0
// Read and output stages over a pass of MVMs, one nonideality at a time: what tile_output of tile.h
// says, at vector speed. Included by tile_isa.cpp alone.
#pragma once

#include "kernels/crossbar/mvm_products.h"
#include "kernels/crossbar/tile_program.h"

namespace imcbench::IMC_ISA {

namespace {

// Rows of one pass: products, draws and results of about this many floats stay in the L1 cache.
constexpr std::uint32_t kPassFloats = 1024;
constexpr std::uint32_t kFewestRows = 48;  // whole blocks of every product kernel
constexpr std::uint32_t kMaxPassRows = 64;

// A pass over `rows` MVMs. Rows are positions of one sample, or samples with one position each.
struct Pass {
  std::uint32_t rows;
  std::uint32_t read, element;  // address of the first row
  std::uint32_t tries;          // repeat of the read
  bool row_per_sample;
  std::uint32_t draw_ld;  // floats from one row's draws to the next
  ProductBuffers buffers;
  float* xi;           // [rows][draw_ld]
  float* panel_sums;   // [kPanels][rows_capacity][ld]
  std::size_t panel_stride;
  float* input_sum;    // [rows]
  float* input_power;  // [rows]
};

// Floats that are drawn for elements element ... element + count - 1: whole groups.
IMC_HD std::uint32_t drawn_floats(std::uint32_t element, std::uint32_t count) {
  return (element % kDrawGroup + count + kDrawGroup - 1) / kDrawGroup * kDrawGroup;
}

// Draws of the rows of a pass; returns where those of row 0 start.
IMC_HD const float* draw_pass(const TileMvm& t, PhiloxKey stream, std::uint32_t chip,
                              const Pass& pass) {
  const DrawMap<Draw::normal> map;
  const std::uint32_t skip = pass.element % kDrawGroup;
  if (!pass.row_per_sample) {
    fill_draws({stream, chip, pass.read, pass.tries}, pass.element - skip,
               pass.rows * t.outputs + skip, map, pass.xi);
    return pass.xi + skip;
  }
  for (std::uint32_t r = 0; r < pass.rows; ++r) {
    fill_draws({stream, chip, pass.read + r, pass.tries}, pass.element - skip, t.outputs + skip,
               map, pass.xi + r * pass.draw_ld);
  }
  return pass.xi + skip;
}

// One functor's view of one row, or of rows without padding between them.
struct RowSums {
  float* s;
  const float *ir_dot, *abs_current, *read_power;
  const float* panel[kMaxPanels];
  const float* column[kMaxColumnDraws];
  const float* xi;
  float input_sum, input_power;
};

template <class F, bool kColumns>
IMC_HD void apply_row(const F& functor, const RowSums& row, std::uint32_t count) {
  float* IMC_RESTRICT s = row.s;
  IMC_SIMD
  for (std::uint32_t n = 0; n < count; ++n) {
    Read read;
    if constexpr (F::kNeeds.ir_dot) {
      read.ir_dot = row.ir_dot[n];
      read.abs_current = row.abs_current[n];
    }
    if constexpr (F::kNeeds.read_power) read.read_power = row.read_power[n];
    if constexpr (F::kNeeds.input_sums) {
      read.input_sum = row.input_sum;
      read.input_power = row.input_power;
    }
    if constexpr (F::kNeeds.draw) read.xi = row.xi[n];
    for (int i = 0; i < F::kNeeds.panels; ++i) read.panel[i] = row.panel[i][n];
    if constexpr (kColumns) {
      for (int i = 0; i < F::kNeeds.column_draws; ++i) read.column[i] = row.column[i][n];
    }
    s[n] = functor(s[n], read);
  }
}

template <class F>
IMC_HD RowSums row_sums(const MvmBlock& m, const Pass& pass, const float* xi, std::uint32_t r) {
  const std::size_t at = static_cast<std::size_t>(r) * m.tile->ld;
  RowSums row{};
  row.s = pass.buffers.dot + at;
  row.ir_dot = pass.buffers.ir_dot + at;
  row.abs_current = pass.buffers.abs_current + at;
  row.read_power = pass.buffers.read_power + at;
  row.xi = xi + static_cast<std::size_t>(r) * pass.draw_ld;
  for (int i = 0; i < F::kNeeds.panels; ++i) {
    row.panel[i] = pass.panel_sums + (kPanelsBefore<OutputChain, F> + i) * pass.panel_stride + at;
  }
  for (int i = 0; i < F::kNeeds.column_draws; ++i) {
    row.column[i] = m.panels.columns + (kColumnDrawsBefore<OutputChain, F> + i) * m.tile->ld;
  }
  if constexpr (F::kNeeds.input_sums) {
    row.input_sum = pass.input_sum[r];
    row.input_power = pass.input_power[r];
  }
  return row;
}

template <class F>
IMC_HD void run_output_functor(const MvmBlock& m, const F& functor, const Pass& pass,
                               const float* xi) {
  const TileMvm& t = *m.tile;
  const bool columns = uses_columns(functor);
  // Rows follow each other without padding, and nothing differs from row to row.
  if (!columns && !F::kNeeds.input_sums && t.ld == t.outputs && pass.draw_ld == t.ld) {
    apply_row<F, false>(functor, row_sums<F>(m, pass, xi, 0), pass.rows * t.ld);
    return;
  }
  for (std::uint32_t r = 0; r < pass.rows; ++r) {
    const RowSums row = row_sums<F>(m, pass, xi, r);
    columns ? apply_row<F, true>(functor, row, t.outputs)
            : apply_row<F, false>(functor, row, t.outputs);
  }
}

IMC_HD void run_output_chain(const MvmBlock& m, const Pass& pass) {
  m.tile->output.for_each([&](const auto& slot) {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    if (!slot.enabled) return;
    const float* xi = pass.xi;
    if constexpr (F::kNeeds.draw) xi = draw_pass(*m.tile, slot.stream[0], m.chip, pass);
    run_output_functor<F>(m, slot.functor, pass, xi);
  });
}

// The first tile of a layer starts from the bias, the others add to what is there. `factor` undoes
// what management did to the inputs.
IMC_HD void accumulate_row(const MvmBlock& m, const float* IMC_RESTRICT s, float* IMC_RESTRICT y,
                           float factor = 1.0f) {
  const float* IMC_RESTRICT scale = m.scale;
  const float* IMC_RESTRICT bias = m.bias;
  const std::uint32_t outputs = m.tile->outputs;
  if (bias == nullptr) {
    IMC_SIMD
    for (std::uint32_t n = 0; n < outputs; ++n) y[n] = fma_rn(scale[n] * factor, s[n], y[n]);
    return;
  }
  IMC_SIMD
  for (std::uint32_t n = 0; n < outputs; ++n) y[n] = fma_rn(scale[n] * factor, s[n], bias[n]);
}

// All products of a pass. `job` is that of the main one.
IMC_HD void run_products(const MvmBlock& m, const ProductJob& job, const Pass& pass,
                         const float* const* x_panel) {
  mvm_products(job, pass.buffers);
  const std::size_t panel = static_cast<std::size_t>(job.inputs) * job.ld;
  for_each_panel(m.tile->output, [&](int number, const auto&, int) {
    ProductJob extra = job;
    extra.x = x_panel[number];
    extra.x_square = nullptr;
    extra.w = m.panels.extra + static_cast<std::size_t>(number) * panel;
    extra.w_phi = nullptr;
    mvm_products(extra, {pass.panel_sums + static_cast<std::size_t>(number) * pass.panel_stride,
                         nullptr, nullptr, nullptr});
  });
  if (!m.tile->output.any_needs([](const OutputNeeds& n) { return n.input_sums; })) return;
  for (std::uint32_t r = 0; r < job.rows; ++r) {
    float sum = 0.0f, power = 0.0f;
    for (std::uint32_t k = 0; k < job.inputs; ++k) {
      const float x = job.x[job.row_base[r] + job.k_offset[k]];
      sum += x;
      power = fma_rn(x, x, power);
    }
    pass.input_sum[r] = sum;
    pass.input_power[r] = power;
  }
}

IMC_HD std::uint32_t greatest_common_divisor(std::uint32_t a, std::uint32_t b) {
  while (b != 0) {
    const std::uint32_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// Rows per pass: at least kFewestRows, so that the weights of a wide tile are seldom fetched, and a
// whole number of draw groups.
IMC_HD std::uint32_t rows_per_pass(const TileMvm& t) {
  const std::uint32_t align = kDrawGroup / greatest_common_divisor(t.outputs, kDrawGroup);
  std::uint32_t rows = kPassFloats / t.ld;
  rows = rows < kFewestRows ? kFewestRows : rows > kMaxPassRows ? kMaxPassRows : rows;
  return (rows + align - 1) / align * align;
}

// The buffers of a pass.
struct Scratch {
  Scratch(const TileMvm& t, std::uint32_t rows)
      : floats(static_cast<std::size_t>(rows) * t.ld),
        draws(static_cast<std::size_t>(rows) * drawn_floats(kDrawGroup - 1, t.outputs) + kDrawGroup),
        rows(rows),
        data(new float[(4 + kPanels) * floats + draws + 2 * rows]) {}
  ~Scratch() { delete[] data; }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  Pass pass() const {
    Pass p{};
    p.buffers = {data, data + floats, data + 2 * floats, data + 3 * floats};
    p.panel_sums = data + 4 * floats;
    p.panel_stride = floats;
    p.input_sum = p.panel_sums + kPanels * floats;
    p.input_power = p.input_sum + rows;
    p.xi = p.input_power + rows;
    return p;
  }

  std::size_t floats, draws;
  std::uint32_t rows;
  float* data;
};

}  // namespace

}  // namespace imcbench::IMC_ISA
