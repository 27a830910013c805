// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/hardware_pass.h"

namespace imcbench {

HardwarePass::HardwarePass(const ProductHardware& hardware, const ProductGeometry& geometry,
                           std::uint32_t max_samples, Isa isa)
    : hardware_(hardware),
      geometry_(geometry),
      kernels_(tile_kernels(isa)),
      clipped_(std::size_t{max_samples} * geometry.in.size()) {
  if (hardware.tiles.empty()) return;
  x_hat_.resize(std::size_t{max_samples} * geometry.padded().size());
  x_square_.resize(x_hat_.size());
}

void HardwarePass::begin(std::uint32_t first_sample) {
  first_sample_ = first_sample;
  calls_ = 0;
  sums_ = {};
}

const float* HardwarePass::clip(const float* x, std::uint32_t samples) {
  const float range = hardware_.input_range;
  if (range == 0.0f) return x;
  const std::size_t count = std::size_t{samples} * geometry_.in.size();
  for (std::size_t i = 0; i < count; ++i) clipped_[i] = clamp_f(x[i], -range, range);
  return clipped_.data();
}

void HardwarePass::count(const float* x, std::uint32_t samples) {
  const std::size_t count = std::size_t{samples} * geometry_.in.size();
  const float range = hardware_.input_range;
  double sum = 0.0, squares = 0.0, magnitudes = 0.0, largest = 0.0;
  std::uint64_t within = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double value = x[i];
    sum += value;
    squares += value * value;
    magnitudes += std::fabs(value);
    largest = std::fmax(largest, std::fabs(value));
    within += abs_f(x[i]) < range ? 1 : 0;
  }
  sums_.add({count, within, sum, squares, 0.0, magnitudes, largest});
}

void HardwarePass::forward(const float* frames, const std::vector<float>& bias,
                           std::uint32_t samples, float* y) {
  const TileMvm& any = hardware_.tiles.front().mvm;  // input stages are the same for all tiles
  const std::size_t frame = geometry_.padded().size();
  const bool power = any.output.any_needs([](const OutputNeeds& n) { return n.read_power; });
  MvmBlock block{};
  block.x = frames;
  block.x_square = power ? x_square_.data() : nullptr;  // row by row: only whether it is there
  if (!any.row_by_row()) {
    ConvertJob convert{};
    convert.tile = &any;
    convert.x = frames;
    convert.count = samples * frame;
    convert.x_hat = x_hat_.data();
    convert.x_square = power ? x_square_.data() : nullptr;
    kernels_.convert_inputs(convert);
    block.x = x_hat_.data();
  }
  block.x_stride = frame;
  block.samples = samples;
  block.first_read = calls_++ * kReadsPerCall + first_sample_;
  block.chip = hardware_.step;
  block.y = y;
  block.y_stride = geometry_.out.size();
  for (const ForwardTile& tile : hardware_.tiles) {
    const std::size_t at = std::size_t{tile.first_input} * tile.mvm.ld;
    const std::vector<float>& phi = hardware_.w_phi;
    block.tile = &tile.mvm;
    block.geometry = {geometry_.row_base.data(), geometry_.k_offset.data() + tile.first_input,
                      geometry_.positions, 0, geometry_.positions};
    block.panels.w = const_cast<float*>(hardware_.w.data()) + at;  // only read
    block.panels.w_phi = phi.empty() ? nullptr : const_cast<float*>(phi.data()) + at;
    block.scale = tile.scale.data();
    block.bias = tile.first_input == 0 ? bias.data() : nullptr;
    kernels_.mvm(block);
  }
}

void HardwarePass::clip_gradient(const float* x, std::uint32_t samples, float* dx) {
  const float range = hardware_.input_range;
  if (range == 0.0f) return;
  const std::size_t count = std::size_t{samples} * geometry_.in.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (abs_f(x[i]) < range) continue;
    sums_.range_gradient += x[i] > 0.0f ? min_f(dx[i], 0.0f) : -max_f(dx[i], 0.0f);
    dx[i] = 0.0f;
  }
}

}  // namespace imcbench
