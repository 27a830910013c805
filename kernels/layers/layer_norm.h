// SPDX-License-Identifier: Apache-2.0
// Layer normalization over the channels of every position (Ba et al., arXiv:1607.06450):
//     y = gamma (x - mean) / sqrt(variance + epsilon) + beta,
// the variance being the mean square of x - mean. Sums in the order of lane_sum.h.
#pragma once

#include "kernels/layers/lane_sum.h"
#include "kernels/layers/parameter_array.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct LayerNorm {
  static constexpr const char* kind = "layer_norm";
  static constexpr float kDefaultEpsilon = 1e-5f;

  struct Settings {
    float epsilon = kDefaultEpsilon;
  };
  template <class S, class Visit>
  static void for_each_setting(S& s, Visit visit) {
    visit("epsilon", s.epsilon, 0.0f, 1.0f);
  }

  Shape in;
  Settings settings;

  static LayerNorm make(Shape in, Settings settings = {kDefaultEpsilon}) { return {in, settings}; }
  Shape output(Shape) const { return in; }
  std::vector<ParameterArray> parts() const {
    return {{"gamma", {in.channels}, 1.0f}, {"beta", {in.channels}, 0.0f}};
  }
  IMC_HD std::uint32_t rows() const { return in.height * in.width; }
  IMC_HD std::uint32_t channels() const { return in.channels; }

  struct Moments {
    float mean, per_deviation;
  };
  IMC_HD Moments moments(const float* x) const {
    const float count = static_cast<float>(in.channels);
    const float mean =
        lane_sum(in.channels, [&](std::uint32_t c) IMC_INLINE { return x[c]; }) / count;
    const float variance = lane_sum(in.channels, [&](std::uint32_t c) IMC_INLINE {
                             return (x[c] - mean) * (x[c] - mean);
                           }) / count;
    return {mean, 1.0f / sqrt_rn(variance + settings.epsilon)};
  }

  // One row: x and y [channels]; parameters: gamma, then beta.
  IMC_HD void forward_row(const float* x, const float* parameters, float* y) const {
    const Moments m = moments(x);
    IMC_SIMD
    for (std::uint32_t c = 0; c < in.channels; ++c) {
      y[c] = fma_rn((x[c] - m.mean) * m.per_deviation, parameters[c], parameters[in.channels + c]);
    }
  }

  // With z = (x - mean) / deviation and g = gamma dy:
  //     dx = (g - mean(g) - z mean(g z)) / deviation;  dgamma += dy z;  dbeta += dy.
  IMC_HD void backward_row(const float* x, const float* parameters, const float* dy, float* dx,
                           float* dparameters) const {
    const Moments m = moments(x);
    const float count = static_cast<float>(in.channels);
    const auto z = [&](std::uint32_t c) IMC_INLINE { return (x[c] - m.mean) * m.per_deviation; };
    const auto g = [&](std::uint32_t c) IMC_INLINE { return parameters[c] * dy[c]; };
    const float mean_g = lane_sum(in.channels, g) / count;
    const float mean_gz =
        lane_sum(in.channels, [&](std::uint32_t c) IMC_INLINE { return g(c) * z(c); }) / count;
    IMC_SIMD
    for (std::uint32_t c = 0; c < in.channels; ++c) {
      dx[c] = (g(c) - mean_g - z(c) * mean_gz) * m.per_deviation;
      dparameters[c] += dy[c] * z(c);
      dparameters[in.channels + c] += dy[c];
    }
  }
};

}  // namespace imcbench
