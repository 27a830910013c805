// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/chip_cpu.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/crossbar/drift_compensation.h"

namespace imcbench {

namespace {

// Panels of the output chain that are on: only those have buffers of inputs.
std::vector<int> panels_on(const AnalogNetwork& analog) {
  std::vector<int> numbers;
  for_each_panel(analog.tiles.front().mvm.front().output,
                 [&](int number, const auto&, int) { numbers.push_back(number); });
  return numbers;
}

float* data_or_null(std::vector<float>& values) { return values.empty() ? nullptr : values.data(); }

}  // namespace

TilePanels ChipCpu::TileMemory::panels() {
  return {w.data(), data_or_null(w_phi), data_or_null(extra), data_or_null(devices_uS),
          data_or_null(columns)};
}

ChipCpu::TileMemory ChipCpu::tile_memory(const AnalogNetwork& analog, const AnalogTile& tile) {
  const ChipNeeds& needs = analog.needs;
  const bool own = &analog.tiles[tile.devices_of] == &tile;
  const std::size_t panel = own ? tile.panel() : 0, ld = tile.mvm.front().ld;
  TileMemory memory;
  memory.w.resize(panel);
  memory.w_phi.resize(needs.ir_panel ? panel : 0);
  memory.extra.resize(needs.panels ? kPanels * panel : 0);
  memory.devices_uS.resize(needs.devices ? 2 * panel : 0);
  memory.columns.resize(needs.columns && own ? kColumnDraws * ld : 0);
  memory.scale.resize(tile.outputs());
  return memory;
}

ChipCpu::ChipCpu(const AnalogNetwork& analog, std::uint32_t sample_batch, Isa isa)
    : analog_(analog),
      sample_batch_(sample_batch),
      kernels_(tile_kernels(isa)),
      digital_(digital_kernels(isa)),
      workspace_(analog.network->layers, Passes::forward),
      recurrent_(recurrent_layers(*analog.network), sample_batch, isa),
      plan_(plan_buffers(*analog.network)),
      tensors_(analog.network->layers.size() + 1),
      frame_(largest_frame(*analog.network)),
      x_hat_(sample_batch * largest_frame(*analog.network)),
      x_square_(analog.needs.squares ? x_hat_.size() : 0) {
  for (const std::size_t floats : plan_.floats) buffers_.emplace_back(sample_batch * floats);
  if (!analog.needs.raw_inputs) {
    for (const int number : panels_on(analog)) x_panel_[number].resize(x_hat_.size());
  }
  for (const AnalogTile& tile : analog.tiles) {
    tiles_.push_back(tile_memory(analog, tile));
    compensation_.emplace_back(analog.per_column ? tile.outputs() : 1, 1.0f);
  }
}

std::size_t ChipCpu::planned_bytes(const AnalogNetwork& analog, std::uint32_t sample_batch) {
  std::size_t floats = 0;
  for (const AnalogTile& tile : analog.tiles) {
    const TileMemory memory = tile_memory(analog, tile);
    floats += memory.w.size() + memory.w_phi.size() + memory.extra.size() +
              memory.devices_uS.size() + memory.columns.size() + memory.scale.size() +
              (analog.per_column ? tile.outputs() : 1);
  }
  const std::size_t frame = largest_frame(*analog.network);
  std::size_t inputs = analog.needs.squares ? 2 : 1;
  if (!analog.needs.raw_inputs) inputs += panels_on(analog).size();
  floats += frame + sample_batch * frame * inputs;
  floats += sample_batch * RecurrentFloats(recurrent_layers(*analog.network)).sum();
  for (const std::size_t buffer : plan_buffers(*analog.network).floats) {
    floats += sample_batch * buffer;
  }
  return floats * sizeof(float) +
         DigitalWorkspace::planned_bytes(analog.network->layers, Passes::forward);
}

void ChipCpu::program(std::uint32_t chip, std::size_t time) {
  chip_ = chip;
  time_ = time;
  for (std::size_t i = 0; i < analog_.tiles.size(); ++i) {
    const AnalogTile& tile = analog_.tiles[i];
    if (tile.devices_of == i) {
      program_tile(i);
    } else {
      compensation_[i] = compensation_[tile.devices_of];
    }
    const float alpha = tile.mvm[time].input_range;
    for (std::uint32_t n = 0; n < tile.outputs(); ++n) {
      tiles_[i].scale[n] = alpha * tile.column_scale[n] * compensation(i, n);
    }
  }
}

void ChipCpu::program_tile(std::size_t i) {
  const AnalogTile& tile = analog_.tiles[i];
  sums_.assign(analog_.per_column ? tile.outputs() : 1, {0, 0});
  const bool noisy = analog_.noisy_readout;
  kernels_.program({&tile.cells[time_],
                    &tile.mvm[time_],
                    tile.target.data(),
                    chip_,
                    tiles_[i].panels(),
                    {noisy ? &tile.readout_programmed[time_] : nullptr,
                     noisy ? &tile.readout[time_] : nullptr, analog_.per_column,
                     analog_.compensate ? sums_.data() : nullptr}});
  if (!analog_.compensate) return;
  const std::uint32_t cells = tile.inputs() * (analog_.per_column ? 1 : tile.outputs());
  for (std::size_t n = 0; n < sums_.size(); ++n) {
    compensation_[i][n] = compensation_factor(sums_[n], cells);
  }
}

const float* ChipCpu::forward(const float* x, std::uint32_t samples, std::uint32_t first_read,
                              const Probe& probe, const ProductProbe& product_probe) {
  IMC_EXPECT(samples <= sample_batch_);
  const auto run_probed = [&](const ProductRead& read, const float* in, float* out) {
    if (product_probe) product_probe(read.layer, read.product, read.step, in);
    run_product(read, in, out, {samples, first_read});
  };
  const std::vector<Layer>& layers = analog_.network->layers;
  tensors_[0] = x;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Layer& layer = layers[i];
    const float* in = tensors_[layer.input];
    float* out = buffers_[plan_.of_layer[i]].data();
    if (layer.product() != nullptr) {
      run_probed({i, 0, 0, 1}, in, out);
    } else if (const RecurrentLayer* recurrent = layer.recurrent()) {
      recurrent_.run(*recurrent, in, out, samples,
                     [&](std::size_t p, std::uint32_t step, const float* v, float* g) {
                       run_probed({i, p, step, recurrent->steps()}, v, g);
                     });
    } else {
      const float* other = layer.other == kNoTensor ? nullptr : tensors_[layer.other];
      digital_.forward(*layer.digital(), {in, other, layer.parameters.data(), out, samples,
                                          layer.in.size(), layer.out.size(), workspace_.scratch()});
    }
    tensors_[i + 1] = out;
    if (probe) probe(i, in, out);
  }
  return tensors_.back();
}

// `count` values, to place `at` of the buffers of inputs.
void ChipCpu::convert(const AnalogTile& tile, const float* x, std::size_t at, std::size_t count) {
  ConvertJob job{&tile.mvm[time_], x, count, x_hat_.data() + at,
                 analog_.needs.squares ? x_square_.data() + at : nullptr, {}};
  for (const int number : panels_on(analog_)) job.x_panel[number] = x_panel_[number].data() + at;
  kernels_.convert_inputs(job);
}

// Samples of x, framed with zeros: converted, or as they are when MVMs convert their own inputs.
void ChipCpu::convert_samples(const AnalogTile& tile, const ProductGeometry& g, const float* x,
                              std::uint32_t samples) {
  const std::size_t size = g.in.size(), frame = g.padded().size();
  if (g.pad.none() && !analog_.needs.raw_inputs) return convert(tile, x, 0, samples * size);
  for (std::uint32_t s = 0; s < samples; ++s) {
    const bool raw = analog_.needs.raw_inputs;
    float* to = raw ? x_hat_.data() + s * frame : frame_.data();
    copy_padded(g, x + s * size, to);
    if (!raw) convert(tile, to, s * frame, frame);
  }
}

void ChipCpu::run_product(const ProductRead& read, const float* x, float* y,
                          const SampleBlock& samples) {
  const ProductLayer& product = analog_.network->layers[read.layer].products()[read.product];
  const ProductGeometry& g = product.geometry;
  const std::vector<std::size_t>& tiles = analog_.tiles_of[read.layer][read.product];
  for (std::size_t part = 0; part < tiles.size(); ++part) {
    const std::size_t i = tiles[part];
    const AnalogTile& tile = analog_.tiles[i];
    convert_samples(tile, g, x, samples.samples);
    MvmBlock block{};
    block.tile = &tile.mvm[time_];
    block.geometry = {g.row_base.data(), g.k_offset.data() + tile.first_input, g.positions,
                      read.step * g.positions, read.steps * g.positions};
    block.panels = tiles_[tile.devices_of].panels();
    block.x = x_hat_.data();
    block.x_square = analog_.needs.squares ? x_square_.data() : nullptr;
    for (const int number : panels_on(analog_)) block.x_panel[number] = x_panel_[number].data();
    block.x_stride = g.padded().size();
    block.samples = samples.samples;
    block.first_read = samples.first_read;
    block.chip = chip_;
    block.scale = tiles_[i].scale.data();
    block.bias = part == 0 ? product.bias.data() : nullptr;
    block.y = y;
    block.y_stride = g.out.size();
    kernels_.mvm(block);
  }
}

}  // namespace imcbench
