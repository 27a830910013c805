// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/chip_cpu.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/crossbar/drift_compensation.h"

namespace imcbench {

namespace {

std::size_t largest_panel(const AnalogNetwork& analog) {
  std::size_t largest = 0;
  for (const AnalogTile& tile : analog.tiles) largest = std::max(largest, tile.panel());
  return largest;
}

}  // namespace

ChipCpu::ChipCpu(const AnalogNetwork& analog, std::uint32_t sample_batch, Isa isa)
    : analog_(analog),
      sample_batch_(sample_batch),
      kernels_(tile_kernels(isa)),
      digital_(digital_kernels(isa)),
      compensation_(analog.tiles.size(), 1.0f),
      frame_(largest_frame(*analog.network)),
      x_hat_(sample_batch * largest_frame(*analog.network)),
      x_square_(analog.needs_squares ? x_hat_.size() : 0) {
  for (auto& slot : slots_) slot.resize(sample_batch * largest_activation(*analog.network));
  for (const AnalogTile& tile : analog.tiles) {
    w_.emplace_back(tile.panel());
    w_phi_.emplace_back(analog.needs_ir_panel ? tile.panel() : 0);
    scale_.emplace_back(tile.outputs());
  }
  if (analog.noisy_readout) w_programmed_.resize(largest_panel(analog));
}

std::size_t ChipCpu::planned_bytes(const AnalogNetwork& analog, std::uint32_t sample_batch) {
  std::size_t floats = analog.noisy_readout ? largest_panel(analog) : 0;
  for (const AnalogTile& tile : analog.tiles) {
    floats += tile.panel() * (analog.needs_ir_panel ? 2 : 1) + tile.outputs();
  }
  const std::size_t frame = largest_frame(*analog.network);
  floats += frame + sample_batch * frame * (analog.needs_squares ? 2 : 1);
  floats += 2 * sample_batch * largest_activation(*analog.network);
  return floats * sizeof(float);
}

void ChipCpu::program(std::uint32_t chip, std::size_t time) {
  chip_ = chip;
  time_ = time;
  for (std::size_t i = 0; i < analog_.tiles.size(); ++i) {
    const AnalogTile& tile = analog_.tiles[i];
    const ProgramTile job{&tile.cells[time],
                          tile.target.data(),
                          chip,
                          w_[i].data(),
                          analog_.needs_ir_panel ? w_phi_[i].data() : nullptr,
                          analog_.noisy_readout ? w_programmed_.data() : nullptr};
    const TileReadout ideal = kernels_.program(job);
    compensation_[i] = analog_.compensate ? read_out(i, ideal) : 1.0f;
    const float alpha = tile.mvm[time].input_range;
    for (std::uint32_t n = 0; n < tile.outputs(); ++n) {
      scale_[i][n] = alpha * tile.column_scale[n] * compensation_[i];
    }
  }
}

float ChipCpu::read_out(std::size_t i, const TileReadout& ideal) {
  const AnalogTile& tile = analog_.tiles[i];
  TileReadout sums = ideal;
  if (analog_.noisy_readout) {
    sums.programmed = kernels_.noisy_readout(
        {&tile.readout_programmed[time_], w_programmed_.data(), chip_});
    sums.aged = kernels_.noisy_readout({&tile.readout[time_], w_[i].data(), chip_});
  }
  return compensation_factor(sums, tile.inputs() * tile.outputs());
}

const float* ChipCpu::forward(const float* x, std::uint32_t samples, std::uint32_t first_read,
                              const Probe& probe) {
  IMC_EXPECT(samples <= sample_batch_);
  const std::vector<Layer>& layers = analog_.network->layers;
  const float* in = x;
  int next = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (probe) probe(i, in);
    float* out = slots_[next].data();
    if (layers[i].product() != nullptr) {
      run_product(i, in, out, samples, first_read);
    } else {
      digital_.forward(*layers[i].digital(), in, out, samples, layers[i].in.size(),
                       layers[i].out.size());
    }
    in = out;
    next = 1 - next;
  }
  return in;
}

void ChipCpu::run_product(std::size_t layer, const float* x, float* y, std::uint32_t samples,
                          std::uint32_t first_read) {
  const ProductLayer& product = *analog_.network->layers[layer].product();
  const ProductGeometry& g = product.geometry;
  const std::size_t frame = g.padded().size();
  for (std::size_t part = 0; part < analog_.tiles_of[layer].size(); ++part) {
    const std::size_t i = analog_.tiles_of[layer][part];
    const AnalogTile& tile = analog_.tiles[i];
    float* squares = analog_.needs_squares ? x_square_.data() : nullptr;
    for (std::uint32_t s = 0; s < samples; ++s) {
      const float* from = x + static_cast<std::size_t>(s) * g.in.size();
      if (g.pad > 0) {
        copy_padded(g, from, frame_.data());
        from = frame_.data();
      }
      kernels_.convert_inputs(tile.mvm[time_], from, frame, x_hat_.data() + s * frame,
                              squares == nullptr ? nullptr : squares + s * frame);
    }
    kernels_.mvm({&tile.mvm[time_],
                  {g.row_base.data(), g.k_offset.data() + tile.first_input, g.positions},
                  w_[i].data(),
                  analog_.needs_ir_panel ? w_phi_[i].data() : nullptr,
                  x_hat_.data(),
                  squares,
                  frame,
                  samples,
                  first_read,
                  chip_,
                  scale_[i].data(),
                  part == 0 ? product.bias.data() : nullptr,
                  y,
                  g.out.size()});
  }
}

}  // namespace imcbench
