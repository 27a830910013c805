// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/training_layer_pass.h"

#include "kernels/core/check.h"
#include "kernels/core/stream.h"

namespace imcbench {

NormPass::NormPass(const Layer& layer, Isa isa)
    : kernels_(batch_norm_kernels(isa)), state_(layer.out.channels) {}

void NormPass::forward(const Layer& layer, const float* x, std::size_t rows, float* y) {
  const std::size_t channels = layer.out.channels;
  const float* gamma = layer.parameters.data();
  const float epsilon = std::get<BatchNormLayer>(*layer.training()).epsilon;
  kernels_.forward(x, rows, channels, epsilon, gamma, gamma + channels, y, state_);
}

void NormPass::backward(const Layer& layer, const float* x, const float* dy, std::size_t rows,
                        float* dparameters, float* statistics, float* dx) {
  const std::size_t channels = layer.out.channels;
  kernels_.backward(x, dy, rows, channels, layer.parameters.data(), dparameters,
                    dparameters + channels, dx, state_);
  const float unbiased =
      rows > 1 ? static_cast<float>(rows) / static_cast<float>(rows - 1) : 1.0f;
  for (std::size_t c = 0; c < channels; ++c) {
    statistics[c] = state_.mean[c];
    statistics[channels + c] = state_.variance[c] * unbiased;
  }
}

DropoutPass::DropoutPass(const Layer& layer, std::uint32_t max_samples, std::uint64_t seed, Isa isa)
    : rate_(std::get<DropoutLayer>(*layer.training()).rate),
      stream_(stream_key(seed, "train/dropout/" + layer.name)),
      draws_(draw_kernels(isa)) {
  const std::size_t count = std::size_t{max_samples} * layer.out.size();
  factors_.resize((count + kDrawGroup - 1) / kDrawGroup * kDrawGroup);
}

void DropoutPass::forward(const float* x, std::size_t count, SliceAddress at, float* y) {
  IMC_EXPECT(count <= factors_.size());
  const DrawAddress address{stream_, 0, at.step, at.slice};
  draws_.fill_uniforms(address, 0, static_cast<std::uint32_t>(count), factors_.data());
  const float kept = 1.0f / (1.0f - rate_);
  for (std::size_t i = 0; i < count; ++i) {
    factors_[i] = factors_[i] < rate_ ? 0.0f : kept;
    y[i] = x[i] * factors_[i];
  }
}

void DropoutPass::backward(const float* dy, std::size_t count, float* dx) const {
  for (std::size_t i = 0; i < count; ++i) dx[i] = dy[i] * factors_[i];
}

}  // namespace imcbench
