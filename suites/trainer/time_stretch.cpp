// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/time_stretch.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/math.h"

namespace imcbench {

namespace {

std::size_t padding_steps(std::uint32_t channels, const std::vector<float>& values) {
  const auto first = std::find_if(values.begin(), values.end(), [](float v) { return v != 0.0f; });
  return static_cast<std::size_t>(first - values.begin()) / channels;
}

}  // namespace

void stretch_steps(double factor, std::uint32_t channels, std::vector<float>& values) {
  const std::size_t steps = values.size() / channels;
  const std::size_t padding = padding_steps(channels, values);
  const std::size_t length = steps - padding;
  if (length < 2) return;
  const auto wanted = static_cast<std::size_t>(std::lround(factor * static_cast<double>(length)));
  const std::size_t stretched = std::clamp<std::size_t>(wanted, 2, steps);
  const std::vector<float> from(values.begin() + static_cast<std::ptrdiff_t>(padding * channels),
                                values.end());
  std::fill(values.begin(), values.end(), 0.0f);
  float* out = values.data() + (steps - stretched) * channels;
  for (std::size_t t = 0; t < stretched; ++t) {
    const std::size_t place = t * (length - 1);
    const std::size_t before = std::min(place / (stretched - 1), length - 2);
    const auto share = static_cast<float>(static_cast<double>(place - before * (stretched - 1)) /
                                          static_cast<double>(stretched - 1));
    for (std::size_t c = 0; c < channels; ++c) {
      const float a = from[before * channels + c], b = from[(before + 1) * channels + c];
      *out++ = fma_rn(share, b - a, a);
    }
  }
}

double stretch_factor(std::uint32_t word, double stretch) {
  const double share = static_cast<double>(word & 0x7fffffffu) * 0x1p-31;
  const double factor = 1.0 + stretch * share;
  return word >> 31 != 0 ? factor : 1.0 / factor;
}

}  // namespace imcbench
