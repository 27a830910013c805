// SPDX-License-Identifier: Apache-2.0
// A learned vector before the first position: {h, w, channels} to {h w + 1, 1, channels}. What a
// classifier on a sequence reads in the end (Devlin et al., arXiv:1810.04805; images: Dosovitskiy et
// al., arXiv:2010.11929).
#pragma once

#include "kernels/core/macros.h"
#include "kernels/layers/parameter_array.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct ClassToken {
  static constexpr const char* kind = "class_token";
  Shape in;

  static ClassToken make(Shape in) { return {in}; }
  Shape output(Shape) const { return {positions(), 1, in.channels}; }
  std::vector<ParameterArray> parts() const { return {{"token", {in.channels}, 0.0f, kStartDeviation}}; }
  IMC_HD std::uint32_t positions() const { return in.height * in.width + 1; }
  IMC_HD std::uint32_t channels() const { return in.channels; }

  IMC_HD float forward(const float* x, const float* token, std::uint32_t position,
                       std::uint32_t c) const {
    return position == 0 ? token[c] : x[(position - 1) * in.channels + c];
  }
  IMC_HD void backward(const float*, const float*, const float* dy, float* dx, float* dtoken,
                       std::uint32_t position, std::uint32_t c) const {
    const float share = dy[position * in.channels + c];
    position == 0 ? void(dtoken[c] += share) : void(dx[(position - 1) * in.channels + c] = share);
  }
};

}  // namespace imcbench
