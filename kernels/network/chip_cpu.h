// SPDX-License-Identifier: Apache-2.0
// One chip instance on the CPU: programmed, aged to an evaluation time, and run on samples. One
// object per thread; nothing here depends on other chips or threads.
#pragma once

#include <functional>
#include <vector>

#include "kernels/layers/digital_kernels.h"
#include "kernels/layers/recurrent_step.h"
#include "kernels/layers/softmax_cross_entropy.h"
#include "kernels/network/analog_network.h"

namespace imcbench {

class ChipCpu {
 public:
  ChipCpu(const AnalogNetwork& analog, std::uint32_t sample_batch, Isa isa = active_isa());

  // Makes chip `chip` at evaluation time number `time`.
  void program(std::uint32_t chip, std::size_t time);

  // Called with (layer index, its input [samples][in.size()], its output [samples][out.size()])
  // after each layer.
  using Probe = std::function<void(std::size_t, const float*, const float*)>;

  // Called with (layer index, product of the layer, step, its inputs
  // [samples][geometry.in.size()]) before each product; the step is 0 outside recurrent layers.
  using ProductProbe = std::function<void(std::size_t, std::size_t, std::uint32_t, const float*)>;

  // Logits [samples][classes] of samples with read indices first_read, first_read + 1, ...;
  // samples <= sample_batch. x: [samples][input.size()]. Valid until the next call.
  const float* forward(const float* x, std::uint32_t samples, std::uint32_t first_read,
                       const Probe& probe = {}, const ProductProbe& product_probe = {});

  // The drift compensation factor of a tile, or of one of its columns.
  float compensation(std::size_t tile, std::uint32_t column = 0) const {
    return compensation_[tile][analog_.per_column ? column : 0];
  }
  // [K][ld] aged weights of a tile, in units of full scale.
  const std::vector<float>& weights(std::size_t tile) const { return tiles_[tile].w; }

  // Bytes one object holds, for the memory plan.
  static std::size_t planned_bytes(const AnalogNetwork& analog, std::uint32_t sample_batch);

 private:
  // What one tile keeps; buffers nobody asks for are empty.
  struct TileMemory {
    std::vector<float> w, w_phi, extra, devices_uS, columns, scale;
    TilePanels panels();
  };

  // A product as it is read: a layer's, at one of its steps.
  struct ProductRead {
    std::size_t layer, product;
    std::uint32_t step, steps;
  };
  // A block of samples, which are reads first_read, first_read + 1, ...
  struct SampleBlock {
    std::uint32_t samples, first_read;
  };

  static TileMemory tile_memory(const AnalogNetwork& analog, const AnalogTile& tile);
  void program_tile(std::size_t tile);
  void convert_samples(const AnalogTile& tile, const ProductGeometry& g, const float* x,
                       std::uint32_t samples);
  void convert(const AnalogTile& tile, const float* x, std::size_t at, std::size_t count);
  void run_product(const ProductRead& read, const float* x, float* y, const SampleBlock& block);

  const AnalogNetwork& analog_;
  std::uint32_t sample_batch_;
  const TileKernels& kernels_;
  const DigitalKernels& digital_;
  DigitalWorkspace workspace_;
  std::uint32_t chip_ = 0;
  std::size_t time_ = 0;
  std::vector<TileMemory> tiles_;
  std::vector<std::vector<float>> compensation_;  // [tile]: [1], or [N] per column
  std::vector<TileReadout> sums_;
  RecurrentLoop recurrent_;
  BufferPlan plan_;
  std::vector<std::vector<float>> buffers_;
  std::vector<const float*> tensors_;  // [tensor] of this run
  std::vector<float> frame_, x_hat_, x_square_;
  std::vector<float> x_panel_[kPanels > 0 ? kPanels : 1];
};

}  // namespace imcbench
