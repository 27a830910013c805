// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/time_stretch.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/math.h"

namespace imcbench {

std::span<const float> series_of(std::uint32_t channels, std::span<const float> values) {
  const auto first = std::find_if(values.begin(), values.end(), [](float v) { return v != 0.0f; });
  const auto padding = static_cast<std::size_t>(first - values.begin()) / channels;
  return values.subspan(padding * channels);
}

std::span<float> series_of(std::uint32_t channels, std::span<float> values) {
  return values.last(series_of(channels, std::span<const float>(values)).size());
}

void tell_in_steps(std::span<const float> series, std::uint32_t channels, std::span<float> out) {
  const std::size_t length = series.size() / channels, steps = out.size() / channels;
  for (std::size_t t = 0; t < steps; ++t) {
    const std::size_t place = t * (length - 1);
    const std::size_t before = std::min(place / (steps - 1), length - 2);
    const auto share = static_cast<float>(static_cast<double>(place - before * (steps - 1)) /
                                          static_cast<double>(steps - 1));
    for (std::size_t c = 0; c < channels; ++c) {
      const float a = series[before * channels + c], b = series[(before + 1) * channels + c];
      out[t * channels + c] = fma_rn(share, b - a, a);
    }
  }
}

void stretch_steps(double factor, std::uint32_t channels, std::vector<float>& values) {
  const std::span<const float> series = series_of(channels, std::span<const float>(values));
  const std::vector<float> from(series.begin(), series.end());
  const std::size_t steps = values.size() / channels, length = from.size() / channels;
  if (length < 2) return;
  const auto wanted = static_cast<std::size_t>(std::lround(factor * static_cast<double>(length)));
  const std::size_t stretched = std::clamp<std::size_t>(wanted, 2, steps);
  std::fill(values.begin(), values.end(), 0.0f);
  tell_in_steps(from, channels, std::span<float>(values).last(stretched * channels));
}

double stretch_factor(std::uint32_t word, double stretch) {
  const double share = static_cast<double>(word & 0x7fffffffu) * 0x1p-31;
  const double factor = 1.0 + stretch * share;
  return word >> 31 != 0 ? factor : 1.0 / factor;
}

}  // namespace imcbench
