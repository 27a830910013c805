// SPDX-License-Identifier: Apache-2.0
// MVMs of chips that the tiled product of gpu_product.h does not cover: inputs or weights of an MVM's
// own, panels, sums of inputs. The GPU's version of crossbar/tile_rows.h, in steps that are repeated
// while some row saturates: factors of rows, their inputs, products and read-out, and in the end the
// digital sum.
//
// One thread computes a quad of outputs from beginning to end. Exact; not tuned.
#pragma once

#include "kernels/core/launch.h"
#include "kernels/network/gpu_product.h"
#include "kernels/network/gpu_program.h"

namespace imcbench {

// Rows are (sample, position). One tile, C chips, S samples.
struct GpuRows {
  TileMvm tile;
  GpuMvm mvm;            // geometry, scale, bias, results; mvm.x_hat holds raw framed inputs
  GpuPanels panels;
  std::uint32_t tries;   // repeat of the read
  float* x_hat;          // [C][rows][K] converted inputs
  float* factor;         // [C][rows] what inputs are divided by
  std::uint32_t* active; // [C][rows] 1 while a row is to be read (again)
  float* s;              // [C][rows][N] results of the last read

  IMC_HD const float* raw_row(std::uint32_t c, std::uint32_t row) const {
    const std::uint32_t sample = row / mvm.positions;
    return mvm.x_hat + c * mvm.x_chip_stride + static_cast<std::size_t>(sample) * mvm.x_stride +
           mvm.row_base[row - sample * mvm.positions];
  }
  IMC_HD std::size_t row_index(std::uint32_t c, std::uint32_t row) const {
    return static_cast<std::size_t>(c) * mvm.rows() + row;
  }
};

// for_each over (chip, row): the factor of the first read.
struct StartRows {
  GpuRows r;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t row) const {
    float largest = 0.0f;
    if (r.tile.management.scales_inputs) {
      const float* x = r.raw_row(c, row);
      for (std::uint32_t k = 0; k < r.mvm.inputs; ++k) {
        largest = max_f(abs_f(x[r.mvm.k_offset[k]]) * r.tile.per_input_range, largest);
      }
    }
    r.factor[r.row_index(c, row)] = r.tile.management.first_factor(largest);
    r.active[r.row_index(c, row)] = 1;
  }
};

// for_each over (chip, row * K + k): the inputs of the rows that are read.
struct ConvertRows {
  GpuRows r;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t row = i / r.mvm.inputs, k = i - row * r.mvm.inputs;
    const std::size_t at = r.row_index(c, row);
    if (r.active[at] == 0) return;
    const std::uint32_t sample = row / r.mvm.positions, position = row - sample * r.mvm.positions;
    r.x_hat[at * r.mvm.inputs + k] =
        tile_input(r.tile, r.raw_row(c, row)[r.mvm.k_offset[k]], r.factor[at],
                   {r.mvm.chips[c], r.mvm.first_read + sample,
                    (r.mvm.first_position + position) * r.mvm.inputs + k, r.tries});
  }
};

// for_each over (chip, sample * quads + quad): products, read and output stages.
struct ReadRows {
  GpuRows r;

  std::uint32_t quads() const { return quads_for(r.mvm.positions * r.mvm.outputs); }

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t elements = r.mvm.positions * r.mvm.outputs;
    const std::uint32_t sample = i / quads_for(elements), quad = i - sample * quads_for(elements);
    for (std::uint32_t j = 0; j < kQuad; ++j) {
      const std::uint32_t element = first_of_quad(quad) + j * kDrawLanes;
      if (element < elements) read(c, sample, element);
    }
  }

 private:
  IMC_HD void read(std::uint32_t c, std::uint32_t sample, std::uint32_t element) const {
    const GpuMvm& m = r.mvm;
    const std::uint32_t position = element / m.outputs, n = element - position * m.outputs;
    const std::uint32_t row = sample * m.positions + position;
    const std::size_t at = r.row_index(c, row);
    if (r.active[at] == 0) return;
    const std::uint32_t chip = m.chips[c], read = m.first_read + sample;
    const float* x = r.x_hat + at * m.inputs;
    const ReadTime time{read,    m.first_position + position, m.all_positions,
                        r.tries, r.tile.digit,                r.tile.digits};
    const std::size_t panel = static_cast<std::size_t>(m.inputs) * m.ld;
    float dot = 0.0f;
    Read sums;
    for (std::uint32_t k = 0; k < m.inputs; ++k) {
      const float w = weight(c, chip, k, n, time), magnitude = abs_f(w);
      dot = fma_rn(x[k], w, dot);
      sums.ir_dot = fma_rn(x[k], w * ir_position(k, m.inputs, r.tile.ir_reversed), sums.ir_dot);
      sums.abs_current = fma_rn(abs_f(x[k]), magnitude, sums.abs_current);
      sums.read_power = fma_rn(x[k] * x[k], magnitude, sums.read_power);
      sums.input_sum += x[k];
      sums.input_power = fma_rn(x[k], x[k], sums.input_power);
    }
    const auto panels = [&](int number) {
      const float* w = r.panels.extra + (static_cast<std::size_t>(c) * kPanels + number) * panel + n;
      float sum = 0.0f;
      for_each_panel(r.tile.output, [&](int other, const auto& slot, int which) {
        if (other != number) return;
        for (std::uint32_t k = 0; k < m.inputs; ++k) {
          sum = fma_rn(slot.functor.panel_input(which, x[k]), w[static_cast<std::size_t>(k) * m.ld],
                       sum);
        }
      });
      return sum;
    };
    const auto columns = [&](int number) {
      return r.panels.columns[(static_cast<std::size_t>(c) * kColumnDraws + number) * m.ld + n];
    };
    r.s[at * m.outputs + n] = tile_output(r.tile.output, dot, sums, {{}, chip, read, r.tries},
                                          m.first_element() + element, panels, columns);
  }

  IMC_HD float weight(std::uint32_t c, std::uint32_t chip, std::uint32_t k, std::uint32_t n,
                      const ReadTime& time) const {
    const GpuMvm& m = r.mvm;
    const std::size_t panel = static_cast<std::size_t>(m.inputs) * m.ld;
    const std::size_t at = static_cast<std::size_t>(k) * m.ld + n;
    if (!r.tile.fluctuation.any_enabled()) return m.w[c * panel + at];
    const std::uint32_t element = k * m.outputs + n;
    const float plus = r.panels.devices_uS[2 * c * panel + at];
    const float minus = r.panels.devices_uS[(2 * c + 1) * panel + at];
    const float up = fluctuation_uS(r.tile.fluctuation, plus, minus, 0, chip, element, time);
    const float down = fluctuation_uS(r.tile.fluctuation, minus, plus, 1, chip, element, time);
    return ((plus + up) - (minus + down)) * r.tile.per_g_range;
  }
};

// for_each over (chip, row): is a row to be read again, with half its inputs?
struct CheckRows {
  GpuRows r;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t row) const {
    const std::size_t at = r.row_index(c, row);
    if (r.active[at] == 0) return;
    bool any = false;
    for (std::uint32_t n = 0; n < r.mvm.outputs; ++n) {
      any = any || abs_f(r.s[at * r.mvm.outputs + n]) >= r.tile.management.bound;
    }
    r.active[at] = any;
    if (any) r.factor[at] *= 2.0f;
  }
};

// for_each over (chip, row * N + n): the digital sum.
struct AccumulateRows {
  GpuRows r;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const GpuMvm& m = r.mvm;
    const std::uint32_t row = i / m.outputs, n = i - row * m.outputs;
    const std::size_t at = r.row_index(c, row);
    float* y = m.y + c * m.y_chip_stride + i;
    const float base = m.bias != nullptr ? m.bias[n] : *y;
    *y = fma_rn(m.scale[static_cast<std::size_t>(c) * m.outputs + n] * r.factor[at],
                r.s[at * m.outputs + n], base);
  }
};

// Room for the rows of one product.
struct GpuRowBuffers {
  float* inputs;          // [C][S P][K]
  float* factor;          // [C][S P]
  std::uint32_t* active;  // [C][S P]
  float* results;         // [C][S P][N]
};

template <class Executor>
void run_rows(Executor& executor, std::uint32_t chips, const TileMvm& tile, const GpuMvm& m,
              const GpuPanels& panels, const GpuRowBuffers& rows) {
  GpuRows r{tile, m, panels, 0, rows.inputs, rows.factor, rows.active, rows.results};
  executor.for_each(chips, m.rows(), StartRows{r});
  for (; r.tries < tile.management.tries; ++r.tries) {
    if (r.tries > 0) executor.for_each(chips, m.rows(), CheckRows{r});
    executor.for_each(chips, m.rows() * m.inputs, ConvertRows{r});
    const ReadRows read{r};
    executor.for_each(chips, m.samples * read.quads(), read);
  }
  executor.for_each(chips, m.rows() * m.outputs, AccumulateRows{r});
}

}  // namespace imcbench
