// SPDX-License-Identifier: Apache-2.0
// A learned vector for every position: y = x + table, the table [positions][channels].
#pragma once

#include "kernels/core/macros.h"
#include "kernels/layers/parameter_array.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct PositionEmbedding {
  static constexpr const char* kind = "position_embedding";
  Shape in;

  static PositionEmbedding make(Shape in) { return {in}; }
  Shape output(Shape) const { return in; }
  std::vector<ParameterArray> parts() const {
    return {{"table", {std::size_t{in.height} * in.width, in.channels}, 0.0f, kStartDeviation}};
  }
  IMC_HD std::uint32_t positions() const { return 1; }
  IMC_HD std::uint32_t channels() const { return in.height * in.width * in.channels; }

  IMC_HD float forward(const float* x, const float* table, std::uint32_t, std::uint32_t i) const {
    return x[i] + table[i];
  }
  IMC_HD void backward(const float*, const float*, const float* dy, float* dx, float* dtable,
                       std::uint32_t, std::uint32_t i) const {
    dx[i] = dy[i];
    dtable[i] += dy[i];
  }
};

}  // namespace imcbench
