// SPDX-License-Identifier: Apache-2.0
// Vector versions of crossbar/tile.h: the same formulas over blocks that stay in the L1 cache, one
// pass per nonideality.
#include <cmath>
#include <type_traits>

#include "kernels/core/gemm.h"
#include "kernels/core/philox_group.h"
#include "kernels/crossbar/mvm_products.h"
#include "kernels/crossbar/tile_kernels.h"

namespace imcbench::IMC_ISA {

namespace {

struct NormalMap {
  IMC_HD float operator()(std::uint32_t word) const { return normal_of(word); }
};

// ---- programming ---------------------------------------------------------------------------

constexpr std::uint32_t kCellBlock = 8 * kDrawGroup;

struct CellBlock {
  std::uint32_t first, count;
  alignas(64) float target[kCellBlock];
  alignas(64) float programmed[kCellBlock];
  alignas(64) float g[kCellBlock];
  alignas(64) float xi[kCellBlock];
};

template <class Chain>
IMC_HD void run_cell_chain(const Chain& chain, int polarity, std::uint32_t chip, CellBlock& b) {
  chain.for_each([&](const auto& slot) {
    if (!slot.enabled) return;
    fill_draws({slot.stream[polarity], chip}, b.first, b.count, NormalMap{}, b.xi);
    const auto functor = slot.functor;
    IMC_SIMD
    for (std::uint32_t i = 0; i < b.count; ++i) {
      Cell cell{b.target[i], b.programmed[i], b.g[i]};
      functor(cell, b.xi[i]);
      b.g[i] = cell.g_uS;
    }
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
  }
  run_cell_chain(t.program, polarity, job.chip, b);
  IMC_SIMD
  for (std::uint32_t i = 0; i < count; ++i) b.programmed[i] = b.g[i];
  run_cell_chain(t.age, polarity, job.chip, b);
}

// Net weights of a block into the panel, row by row; returns the sum of |w| in 2^-24.
IMC_HD std::int64_t store_net(const TileCells& t, const CellBlock& plus, const float* g_plus,
                              const float* g_minus, float* IMC_RESTRICT panel) {
  alignas(64) float net[kCellBlock];
  alignas(64) std::int32_t fixed[kCellBlock];
  IMC_SIMD
  for (std::uint32_t i = 0; i < plus.count; ++i) {
    net[i] = (g_plus[i] - g_minus[i]) * t.per_g_range;
    fixed[i] = readout_units(abs_f(net[i]));
  }
  std::int64_t sum = 0;
  for (std::uint32_t i = 0; i < plus.count; ++i) sum += fixed[i];
  if (panel == nullptr) return sum;
  std::uint32_t row = plus.first / t.outputs, column = plus.first % t.outputs;
  for (std::uint32_t i = 0; i < plus.count;) {
    std::uint32_t run = t.outputs - column;
    if (run > plus.count - i) run = plus.count - i;
    float* IMC_RESTRICT to = panel + static_cast<std::size_t>(row) * t.ld + column;
    for (std::uint32_t c = 0; c < run; ++c) to[c] = net[i + c];
    i += run;
    column = 0;
    ++row;
  }
  return sum;
}

IMC_HD void zero_padding(const TileCells& t, float* panel) {
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    for (std::uint32_t n = t.outputs; n < t.ld; ++n) panel[static_cast<std::size_t>(k) * t.ld + n] = 0.0f;
  }
}

IMC_HD void store_ir_panel(const TileCells& t, const float* IMC_RESTRICT w,
                           float* IMC_RESTRICT w_phi) {
  const float per_inputs = 1.0f / static_cast<float>(t.inputs);
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    const float phi = ir_position(k, per_inputs);
    const std::size_t row = static_cast<std::size_t>(k) * t.ld;
    IMC_SIMD
    for (std::uint32_t n = 0; n < t.ld; ++n) w_phi[row + n] = w[row + n] * phi;
  }
}

TileReadout program(const ProgramTile& job) {
  const TileCells& t = *job.tile;
  const std::uint32_t cells = t.inputs * t.outputs;
  TileReadout readout{0, 0};
  CellBlock plus, minus;
  for (std::uint32_t first = 0; first < cells; first += kCellBlock) {
    const std::uint32_t count = cells - first < kCellBlock ? cells - first : kCellBlock;
    make_cells(job, first, count, 0, plus);
    make_cells(job, first, count, 1, minus);
    readout.programmed += store_net(t, plus, plus.programmed, minus.programmed, job.w_programmed);
    readout.aged += store_net(t, plus, plus.g, minus.g, job.w);
  }
  zero_padding(t, job.w);
  if (job.w_programmed != nullptr) zero_padding(t, job.w_programmed);
  if (job.w_phi != nullptr) store_ir_panel(t, job.w, job.w_phi);
  return readout;
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

// ---- input stage ---------------------------------------------------------------------------

void convert_inputs(const TileMvm& tile, const float* IMC_RESTRICT x, std::size_t count,
                    float* IMC_RESTRICT x_hat, float* IMC_RESTRICT x_square) {
  const TileMvm t = tile;
  IMC_SIMD
  for (std::size_t i = 0; i < count; ++i) x_hat[i] = tile_input(t, x[i]);
  if (x_square == nullptr) return;
  IMC_SIMD
  for (std::size_t i = 0; i < count; ++i) x_square[i] = x_hat[i] * x_hat[i];
}

// ---- the MVM -------------------------------------------------------------------------------

// Rows of one pass: products, draws and results of about this many floats stay in the L1 cache.
constexpr std::uint32_t kPassFloats = 1024;
constexpr std::uint32_t kMaxPassRows = 64;

// A pass over `rows` MVMs. Rows are positions of one sample, or samples with one position each.
struct Pass {
  std::uint32_t rows;
  std::uint32_t read, element;  // address of the first row
  bool row_per_sample;
  std::uint32_t draw_ld;  // floats from one row's draws to the next
  ProductBuffers buffers;
  float* xi;  // [rows][draw_ld]
};

IMC_HD void draw_pass(const TileMvm& t, PhiloxKey stream, std::uint32_t chip, const Pass& pass) {
  if (!pass.row_per_sample) {
    fill_draws({stream, chip, pass.read}, pass.element, pass.rows * t.outputs, NormalMap{}, pass.xi);
    return;
  }
  for (std::uint32_t r = 0; r < pass.rows; ++r) {
    fill_draws({stream, chip, pass.read + r}, 0, t.outputs, NormalMap{}, pass.xi + r * pass.draw_ld);
  }
}

template <class F>
IMC_HD void apply_row(const F& functor, const ProductBuffers& b, std::size_t at,
                      const float* IMC_RESTRICT xi, std::uint32_t count) {
  float* IMC_RESTRICT s = b.dot + at;
  const float* IMC_RESTRICT ir_dot = b.ir_dot + at;
  const float* IMC_RESTRICT abs_current = b.abs_current + at;
  const float* IMC_RESTRICT read_power = b.read_power + at;
  IMC_SIMD
  for (std::uint32_t n = 0; n < count; ++n) {
    Products products{};
    if constexpr (F::kNeedsIrDot) {
      products.ir_dot = ir_dot[n];
      products.abs_current = abs_current[n];
    }
    if constexpr (F::kNeedsReadPower) products.read_power = read_power[n];
    float normal = 0.0f;
    if constexpr (F::kDraws) normal = xi[n];
    s[n] = functor(s[n], products, normal);
  }
}

IMC_HD void run_output_chain(const MvmBlock& m, const Pass& pass) {
  const TileMvm& t = *m.tile;
  t.output.for_each([&](const auto& slot) {
    if (!slot.enabled) return;
    using Functor = typename std::remove_cvref_t<decltype(slot)>::Functor;
    if constexpr (Functor::kDraws) draw_pass(t, slot.stream[0], m.chip, pass);
    const Functor functor = slot.functor;
    if (t.ld == t.outputs && pass.draw_ld == t.ld) {
      apply_row(functor, pass.buffers, 0, pass.xi, pass.rows * t.ld);
      return;
    }
    for (std::uint32_t r = 0; r < pass.rows; ++r) {
      apply_row(functor, pass.buffers, static_cast<std::size_t>(r) * t.ld,
                pass.xi + static_cast<std::size_t>(r) * pass.draw_ld, t.outputs);
    }
  });
}

// The first tile of a layer starts from the bias, the others add to what is there.
IMC_HD void accumulate_row(const MvmBlock& m, const float* IMC_RESTRICT s, float* IMC_RESTRICT y) {
  const float* IMC_RESTRICT scale = m.scale;
  const float* IMC_RESTRICT bias = m.bias;
  const std::uint32_t outputs = m.tile->outputs;
  if (bias == nullptr) {
    IMC_SIMD
    for (std::uint32_t n = 0; n < outputs; ++n) y[n] = fma_rn(scale[n], s[n], y[n]);
    return;
  }
  IMC_SIMD
  for (std::uint32_t n = 0; n < outputs; ++n) y[n] = fma_rn(scale[n], s[n], bias[n]);
}

IMC_HD std::uint32_t greatest_common_divisor(std::uint32_t a, std::uint32_t b) {
  while (b != 0) {
    const std::uint32_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// Rows per pass: at least 8 for the product kernel, and a whole number of draw groups.
IMC_HD std::uint32_t rows_per_pass(const TileMvm& t) {
  const std::uint32_t align = kDrawGroup / greatest_common_divisor(t.outputs, kDrawGroup);
  std::uint32_t rows = kPassFloats / t.ld;
  rows = rows < 8 ? 8 : rows > kMaxPassRows ? kMaxPassRows : rows;
  return (rows + align - 1) / align * align;
}

struct Scratch {
  explicit Scratch(const TileMvm& t, std::uint32_t rows)
      : floats(static_cast<std::size_t>(rows) * t.ld),
        draws(static_cast<std::size_t>(rows) * ((t.outputs + kDrawGroup - 1) / kDrawGroup) *
              kDrawGroup + kDrawGroup),
        data(new float[4 * floats + draws]) {}
  ~Scratch() { delete[] data; }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ProductBuffers buffers() const {
    return {data, data + floats, data + 2 * floats, data + 3 * floats};
  }
  float* xi() const { return data + 4 * floats; }
  std::size_t floats, draws;
  float* data;
};

// Positions [first, last) of one sample.
void mvm_positions(const MvmBlock& m, std::uint32_t sample, std::uint32_t rows, Pass pass,
                   ProductJob job) {
  const TileMvm& t = *m.tile;
  job.x = m.x_hat + sample * m.x_stride;
  job.x_square = m.x_square == nullptr ? nullptr : m.x_square + sample * m.x_stride;
  pass.read = m.first_read + sample;
  pass.row_per_sample = false;
  pass.draw_ld = t.outputs;
  for (std::uint32_t first = 0; first < m.geometry.positions; first += rows) {
    const std::uint32_t left = m.geometry.positions - first;
    pass.rows = left < rows ? left : rows;
    pass.element = first * t.outputs;
    job.row_base = m.geometry.row_base + first;
    job.rows = pass.rows;
    mvm_products(job, pass.buffers);
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
  job.x = m.x_hat + first * m.x_stride;
  job.x_square = m.x_square == nullptr ? nullptr : m.x_square + first * m.x_stride;
  job.row_base = row_base;
  job.rows = pass.rows;
  pass.read = m.first_read + first;
  pass.element = 0;
  pass.row_per_sample = true;
  pass.draw_ld = (t.outputs + kDrawGroup - 1) / kDrawGroup * kDrawGroup;
  mvm_products(job, pass.buffers);
  run_output_chain(m, pass);
  for (std::uint32_t r = 0; r < pass.rows; ++r) {
    accumulate_row(m, pass.buffers.dot + static_cast<std::size_t>(r) * t.ld,
                   m.y + (first + r) * m.y_stride);
  }
}

void mvm(const MvmBlock& m) {
  const TileMvm& t = *m.tile;
  const std::uint32_t rows = rows_per_pass(t);
  const Scratch scratch(t, rows);
  Pass pass{};
  pass.buffers = scratch.buffers();
  pass.xi = scratch.xi();
  ProductJob job{};
  job.k_offset = m.geometry.k_offset;
  job.w = m.w;
  job.w_phi = m.w_phi;
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

// ---- read-out for drift compensation ---------------------------------------------------------

std::int64_t noisy_readout(const ReadoutTile& job) {
  const TileMvm& t = *job.tile;
  const float per_inputs = 1.0f / static_cast<float>(t.inputs);
  const float x = tile_input(t, t.input_range);
  std::int64_t sum = 0;
  for (std::uint32_t k = 0; k < t.inputs; ++k) {
    const float phi = ir_position(k, per_inputs);
    for (std::uint32_t n = 0; n < t.outputs; ++n) {
      const float w = job.w[static_cast<std::size_t>(k) * t.ld + n];
      const float magnitude = abs_f(w * x);
      const Products products{w * phi * x, magnitude, magnitude * abs_f(x)};
      const float s = tile_output(t.output, w * x, products, job.chip, 0, k * t.outputs + n);
      sum += readout_units(abs_f(s));
    }
  }
  return sum;
}

}  // namespace

extern const TileKernels kTileKernels;
const TileKernels kTileKernels{program, conductances, convert_inputs, mvm, noisy_readout};

}  // namespace imcbench::IMC_ISA
