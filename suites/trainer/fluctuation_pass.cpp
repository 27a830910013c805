// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/fluctuation_pass.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/core/math.h"
#include "suites/trainer/product_pass.h"

namespace imcbench {

void FluctuationGradients::add(const FluctuationGradients& other) {
  by_log_rho.resize(std::max(by_log_rho.size(), other.by_log_rho.size()), 0.0);
  by_log_scale.resize(by_log_rho.size(), 0.0);
  for (std::size_t n = 0; n < other.by_log_rho.size(); ++n) {
    by_log_rho[n] += other.by_log_rho[n];
    by_log_scale[n] += other.by_log_scale[n];
  }
}

FluctuationPass::FluctuationPass(const ProductHardware& hardware, const ProductGeometry& geometry,
                                 std::uint32_t max_samples, Isa isa)
    : hardware_(hardware),
      variance_(*hardware.variance),
      geometry_(geometry),
      draws_(draw_kernels(isa)),
      of_squares_(std::make_unique<ProductPass>(variance_.by_square.geometry, max_samples, isa)),
      deviation_(outputs_of(max_samples)),
      xi_(deviation_.size()),
      q_(deviation_.size()),
      squares_(std::size_t{max_samples} * geometry.in.size()),
      dsquares_(squares_.size()),
      drawn_((outputs_of(1) + kDrawGroup - 1) / kDrawGroup * kDrawGroup),
      dvariance_(variance_.by_square.weight.size()),
      unused_(geometry.outputs) {}

FluctuationPass::~FluctuationPass() = default;

void FluctuationPass::begin(std::uint32_t first_sample) {
  first_sample_ = first_sample;
  calls_ = samples_ = backward_ = 0;
  gradients_ = {};
}

const float* FluctuationPass::squares(const float* x, std::uint32_t samples) {
  const std::size_t count = std::size_t{samples} * geometry_.in.size();
  for (std::size_t i = 0; i < count; ++i) squares_[i] = x[i] * x[i];
  return squares_.data();
}

void FluctuationPass::draw(std::uint32_t samples, float* xi) {
  const auto count = static_cast<std::uint32_t>(outputs_of(1));
  for (std::uint32_t s = 0; s < samples; ++s) {
    const std::uint32_t read = calls_ * kReadsPerCall + first_sample_ + s;
    draws_.fill_normals({variance_.draws, hardware_.step, read}, 0, count, drawn_.data());
    std::copy_n(drawn_.data(), count, xi + std::size_t{s} * count);
  }
  ++calls_;
}

void FluctuationPass::add(const float* x, std::uint32_t samples, float* y) {
  float *deviation = deviation_.data() + outputs_of(samples_),
        *xi = xi_.data() + outputs_of(samples_);
  of_squares_->forward(variance_.by_square, squares(x, samples), samples, deviation);
  draw(samples, xi);
  const std::size_t count = outputs_of(samples);
  for (std::size_t i = 0; i < count; ++i) {
    deviation[i] = sqrt_rn(deviation[i]);
    y[i] += deviation[i] * xi[i];
  }
  samples_ += samples;
  backward_ = samples_;
}

const float* FluctuationPass::variance_gradient(const float* dy, std::uint32_t first_sample,
                                                std::uint32_t samples) {
  const float *deviation = deviation_.data() + outputs_of(first_sample),
              *xi = xi_.data() + outputs_of(first_sample);
  const std::size_t count = outputs_of(samples);
  for (std::size_t i = 0; i < count; ++i) {
    q_[i] = deviation[i] > 0.0f ? dy[i] * xi[i] / (2.0f * deviation[i]) : 0.0f;
  }
  return q_.data();
}

void FluctuationPass::add_weight_gradient(const float* x, const float* dy, std::uint32_t samples,
                                          float* dweight) {
  IMC_EXPECT(samples == samples_);
  of_squares_->backward_weights(squares(x, samples), variance_gradient(dy, 0, samples), samples,
                                dvariance_.data(), unused_.data());
  const std::size_t ld = variance_.by_square.ld();
  gradients_.by_log_rho.assign(geometry_.outputs, 0.0);
  gradients_.by_log_scale.assign(geometry_.outputs, 0.0);
  for (std::uint32_t k = 0; k < geometry_.inputs; ++k) {
    for (std::uint32_t n = 0; n < geometry_.outputs; ++n) {
      const std::size_t i = k * ld + n;
      const double dvariance = dvariance_[i];
      dweight[i] += dvariance_[i] * variance_.by_weight[i];
      gradients_.by_log_rho[n] += dvariance * static_cast<double>(variance_.by_log_rho[i]);
      gradients_.by_log_scale[n] += dvariance * static_cast<double>(variance_.by_log_scale[i]);
    }
  }
}

void FluctuationPass::add_input_gradient(const float* x, const float* dy, std::uint32_t samples,
                                         float* dx) {
  IMC_EXPECT(samples <= backward_);
  backward_ -= samples;
  of_squares_->backward_input(variance_.backward, nullptr,
                              variance_gradient(dy, backward_, samples), samples,
                              dsquares_.data());
  const std::size_t count = std::size_t{samples} * geometry_.in.size();
  for (std::size_t i = 0; i < count; ++i) dx[i] += 2.0f * x[i] * dsquares_[i];
}

}  // namespace imcbench
