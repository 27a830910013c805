// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/class_variation.h"

#include <cmath>

#include "kernels/core/check.h"
#include "kernels/core/math.h"
#include "kernels/core/stream.h"
#include "suites/trainer/time_stretch.h"

namespace imcbench {

namespace {

std::uint32_t one_of(const std::vector<std::uint32_t>& samples, std::uint32_t word) {
  return samples[word * std::uint64_t{samples.size()} >> 32];
}

}  // namespace

ClassVariation::ClassVariation(const Dataset& data, std::vector<std::uint32_t> samples,
                               double scale, std::uint64_t seed)
    : data_(data),
      samples_(std::move(samples)),
      of_class_(data.classes),
      scale_(scale),
      stream_(stream_key(seed, "train/variation")) {
  IMC_EXPECT(!data.values.empty() && data.predictions == 1 && !samples_.empty());
  for (const std::uint32_t sample : samples_) of_class_[data.labels[sample]].push_back(sample);
}

void ClassVariation::add(std::uint32_t sample, std::uint32_t epoch,
                         std::vector<float>& values) const {
  const DrawAddress draws{stream_, 0, epoch};
  const std::uint32_t u = one_of(samples_, draw_word(draws, 3 * sample));
  const std::uint32_t v = one_of(of_class_[data_.labels[u]], draw_word(draws, 3 * sample + 1));
  const float normal = normal_of(draw_word(draws, 3 * sample + 2));
  const auto factor = static_cast<float>(scale_ * std::sqrt(0.5) * normal);

  const std::uint32_t channels = data_.channels;
  const std::span<float> series = series_of(channels, std::span<float>(values));
  const auto drawn = [&](std::uint32_t which) {
    const std::span<const float> all(data_.values);
    return series_of(channels, all.subspan(which * data_.sample_size(), data_.sample_size()));
  };
  const std::span<const float> a = drawn(u), b = drawn(v);
  const std::size_t shortest = 2 * std::size_t{channels};
  if (series.size() < shortest || a.size() < shortest || b.size() < shortest) return;
  std::vector<float> plus(series.size()), minus(series.size());
  tell_in_steps(a, channels, plus);
  tell_in_steps(b, channels, minus);
  for (std::size_t i = 0; i < series.size(); ++i) {
    series[i] = fma_rn(factor, plus[i] - minus[i], series[i]);
  }
}

}  // namespace imcbench
