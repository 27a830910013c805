// SPDX-License-Identifier: Apache-2.0
// Vector versions of crossbar/tile.h for one instruction set: the same formulas over blocks that
// stay in the L1 cache, one pass per nonideality. Here: input conversion and the fused MVM.
#include "kernels/crossbar/tile_rows.h"

namespace imcbench::IMC_ISA {

namespace {

// ---- input stage ---------------------------------------------------------------------------

// tile_input of tile.h, one functor at a time, so that every loop becomes vectors.
void convert_inputs(const ConvertJob& job) {
  const TileMvm& t = *job.tile;
  const float per_input_range = t.per_input_range;
  const float* IMC_RESTRICT x = job.x;
  float* IMC_RESTRICT x_hat = job.x_hat;
  float* IMC_RESTRICT x_square = job.x_square;
  IMC_SIMD
  for (std::size_t i = 0; i < job.count; ++i) x_hat[i] = clamp_f(x[i] * per_input_range, -1.0f, 1.0f);
  t.input.for_each([&](const auto& slot) {
    if (!slot.enabled) return;
    const auto functor = slot.functor;
    IMC_SIMD
    for (std::size_t i = 0; i < job.count; ++i) x_hat[i] = functor(x_hat[i], 0.0f);
  });
  if (x_square != nullptr) {
    IMC_SIMD
    for (std::size_t i = 0; i < job.count; ++i) x_square[i] = x_hat[i] * x_hat[i];
  }
  for_each_panel(t.output, [&](int number, const auto& slot, int which) {
    float* IMC_RESTRICT to = job.x_panel[number];
    IMC_SIMD
    for (std::size_t i = 0; i < job.count; ++i) to[i] = slot.functor.panel_input(which, x_hat[i]);
  });
}

// ---- the MVM -------------------------------------------------------------------------------

// Points a job and its panels at the inputs of sample `sample`.
void point_at_sample(const MvmBlock& m, std::uint32_t sample, ProductJob& job,
                     const float** x_panel) {
  const std::size_t at = sample * m.x_stride;
  job.x = m.x + at;
  job.x_square = m.x_square == nullptr ? nullptr : m.x_square + at;
  for_each_panel(m.tile->output, [&](int number, const auto&, int) {
    x_panel[number] = m.x_panel[number] + at;
  });
}

// Positions [first, last) of one sample.
void mvm_positions(const MvmBlock& m, std::uint32_t sample, std::uint32_t rows, Pass pass,
                   ProductJob job) {
  const TileMvm& t = *m.tile;
  const float* x_panel[kPanels > 0 ? kPanels : 1] = {};
  point_at_sample(m, sample, job, x_panel);
  pass.read = m.first_read + sample;
  pass.row_per_sample = false;
  pass.draw_ld = t.outputs;
  for (std::uint32_t first = 0; first < m.geometry.positions; first += rows) {
    const std::uint32_t left = m.geometry.positions - first;
    pass.rows = left < rows ? left : rows;
    pass.element = (m.geometry.first_position + first) * t.outputs;
    job.row_base = m.geometry.row_base + first;
    job.rows = pass.rows;
    run_products(m, job, pass, x_panel);
    run_output_chain(m, pass);
    float* y = m.y + sample * m.y_stride + static_cast<std::size_t>(first) * t.outputs;
    for (std::uint32_t r = 0; r < pass.rows; ++r) {
      accumulate_row(m, pass.buffers.dot + static_cast<std::size_t>(r) * t.ld, y + r * t.outputs);
    }
  }
}

// Samples [first, first + rows) of a layer with one position per sample.
void mvm_samples(const MvmBlock& m, std::uint32_t first, Pass pass, ProductJob job) {
  const TileMvm& t = *m.tile;
  std::int32_t row_base[kMaxPassRows];
  for (std::uint32_t r = 0; r < pass.rows; ++r) {
    row_base[r] = static_cast<std::int32_t>(r * m.x_stride) + m.geometry.row_base[0];
  }
  const float* x_panel[kPanels > 0 ? kPanels : 1] = {};
  point_at_sample(m, first, job, x_panel);
  job.row_base = row_base;
  job.rows = pass.rows;
  pass.read = m.first_read + first;
  pass.element = m.geometry.first_position * t.outputs;
  pass.row_per_sample = true;
  pass.draw_ld = drawn_floats(pass.element, t.outputs);
  run_products(m, job, pass, x_panel);
  run_output_chain(m, pass);
  for (std::uint32_t r = 0; r < pass.rows; ++r) {
    accumulate_row(m, pass.buffers.dot + static_cast<std::size_t>(r) * t.ld,
                   m.y + (first + r) * m.y_stride);
  }
}

void mvm(const MvmBlock& m) {
  const TileMvm& t = *m.tile;
  if (t.row_by_row()) {
    mvm_rows(m);
    return;
  }
  const std::uint32_t rows = rows_per_pass(t);
  const Scratch scratch(t, rows);
  Pass pass = scratch.pass();
  ProductJob job{};
  job.k_offset = m.geometry.k_offset;
  job.w = m.panels.w;
  job.w_phi = m.panels.w_phi;
  job.ld = t.ld;
  job.inputs = t.inputs;
  if (m.geometry.positions > 1) {
    for (std::uint32_t s = 0; s < m.samples; ++s) mvm_positions(m, s, rows, pass, job);
    return;
  }
  const std::uint32_t step = rows < kMaxPassRows ? rows : kMaxPassRows;
  for (std::uint32_t first = 0; first < m.samples; first += step) {
    pass.rows = m.samples - first < step ? m.samples - first : step;
    mvm_samples(m, first, pass, job);
  }
}

}  // namespace

extern const TileKernels kTileKernels;
const TileKernels kTileKernels{program, conductances, convert_inputs, mvm};

}  // namespace imcbench::IMC_ISA
