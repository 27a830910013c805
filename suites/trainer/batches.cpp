// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/batches.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/core/check.h"
#include "kernels/core/stream.h"
#include "suites/trainer/time_stretch.h"

namespace imcbench {

namespace {

void sort_by_word(std::vector<std::uint32_t>& samples, const DrawAddress& draws) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> keys;
  keys.reserve(samples.size());
  for (const std::uint32_t sample : samples) keys.push_back({draw_word(draws, sample), sample});
  std::sort(keys.begin(), keys.end());
  for (std::size_t i = 0; i < keys.size(); ++i) samples[i] = keys[i].second;
}

// Uniform on -range .. range.
std::int32_t centred(std::uint32_t word, std::uint32_t range) {
  const std::uint64_t values = 2 * std::uint64_t{range} + 1;
  return static_cast<std::int32_t>(word * values >> 32) - static_cast<std::int32_t>(range);
}

}  // namespace

Split split_samples(std::uint32_t count, std::uint32_t validation, std::uint64_t seed) {
  IMC_EXPECT(validation < count);
  std::vector<std::uint32_t> all(count);
  std::iota(all.begin(), all.end(), 0u);
  if (validation > 0) sort_by_word(all, {stream_key(seed, "train/validation")});
  Split split{{all.begin() + validation, all.end()}, {all.begin(), all.begin() + validation}};
  std::sort(split.training.begin(), split.training.end());
  std::sort(split.validation.begin(), split.validation.end());
  return split;
}

Split split_blocks(const Dataset& data, std::uint32_t validation, std::uint32_t block) {
  IMC_EXPECT(data.predictions == 1 && std::uint64_t{validation} * block <= data.count && block >= 1);
  std::vector<std::uint64_t> in_class(data.classes), seen(data.classes);
  for (const std::uint16_t label : data.labels) ++in_class[label];
  Split split;
  for (std::uint32_t sample = 0; sample < data.count; ++sample) {
    const std::uint16_t label = data.labels[sample];
    const std::uint64_t run = in_class[label] * validation, place = seen[label]++;
    const bool aside = place >= run * (block - 1) / data.count && place < run * block / data.count;
    (aside ? split.validation : split.training).push_back(sample);
  }
  return split;
}

std::vector<std::uint32_t> epoch_order(std::vector<std::uint32_t> samples, std::uint32_t epoch,
                                       std::uint64_t seed) {
  sort_by_word(samples, {stream_key(seed, "train/shuffle"), 0, epoch});
  return samples;
}

namespace {

InputStatistics pixel_statistics(const Dataset& data, const std::vector<std::uint32_t>& samples) {
  std::vector<std::uint64_t> sum(data.channels), squares(data.channels);
  for (const std::uint32_t sample : samples) {
    const std::uint8_t* pixels = data.pixels.data() + sample * data.sample_size();
    for (std::size_t i = 0; i < data.sample_size(); ++i) {
      sum[i % data.channels] += pixels[i];
      squares[i % data.channels] += std::uint64_t{pixels[i]} * pixels[i];
    }
  }
  InputStatistics result;
  const double count = static_cast<double>(samples.size()) * data.height * data.width;
  for (std::uint32_t c = 0; c < data.channels; ++c) {
    const double mean = static_cast<double>(sum[c]) / count;
    const double variance = static_cast<double>(squares[c]) / count - mean * mean;
    if (variance <= 0.0) input_error("data set '{}': channel {} is constant", data.name, c);
    result.mean.push_back(static_cast<float>(mean / 255.0));
    result.std.push_back(static_cast<float>(std::sqrt(variance) / 255.0));
  }
  return result;
}

// Sum over the samples of term(value, channel), per channel.
template <class Term>
std::vector<double> sum_values(const Dataset& data, const std::vector<std::uint32_t>& samples,
                               Term term) {
  std::vector<double> sum(data.channels, 0.0);
  for (const std::uint32_t sample : samples) {
    const float* values = data.values.data() + sample * data.sample_size();
    for (std::size_t i = 0; i < data.sample_size(); ++i) {
      sum[i % data.channels] += term(static_cast<double>(values[i]), i % data.channels);
    }
  }
  return sum;
}

InputStatistics value_statistics(const Dataset& data, const std::vector<std::uint32_t>& samples) {
  const double count = static_cast<double>(samples.size()) * data.height * data.width;
  std::vector<double> mean = sum_values(data, samples, [](double v, std::size_t) { return v; });
  for (double& value : mean) value /= count;
  const std::vector<double> squares = sum_values(
      data, samples, [&](double v, std::size_t c) { return (v - mean[c]) * (v - mean[c]); });
  InputStatistics result;
  for (std::uint32_t c = 0; c < data.channels; ++c) {
    if (squares[c] <= 0.0) input_error("data set '{}': feature {} is constant", data.name, c);
    result.mean.push_back(static_cast<float>(mean[c]));
    result.std.push_back(static_cast<float>(std::sqrt(squares[c] / count)));
  }
  return result;
}

}  // namespace

InputStatistics input_statistics(const Dataset& data, const std::vector<std::uint32_t>& samples) {
  return data.images() ? pixel_statistics(data, samples) : value_statistics(data, samples);
}

InputMaker::InputMaker(const Network& network, const Dataset& data, Augmentation augmentation,
                       std::uint64_t seed, const std::vector<std::uint32_t>& training)
    : network_(network),
      data_(data),
      augmentation_(augmentation),
      shift_stream_(stream_key(seed, "train/shift")),
      flip_stream_(stream_key(seed, "train/flip")),
      cutout_stream_(stream_key(seed, "train/cutout")),
      noise_stream_(stream_key(seed, "train/noise")),
      stretch_stream_(stream_key(seed, "train/stretch")) {
  IMC_EXPECT(network.input.size() == data.sample_size());
  IMC_EXPECT(data.images() ? !augmentation.of_features() : !augmentation.of_images());
  if (augmentation.class_variation > 0.0f) {
    variation_.emplace(data, training, augmentation.class_variation, seed);
  }
  if (!data.images()) return;
  Network every_byte;  // one pixel per value of a byte
  every_byte.input = {256, 1, data.channels};
  every_byte.mean = network.mean;
  every_byte.std = network.std;
  std::vector<std::uint8_t> bytes;
  for (int value = 0; value < 256; ++value) {
    bytes.insert(bytes.end(), data.channels, static_cast<std::uint8_t>(value));
  }
  table_.resize(bytes.size());
  normalize_pixels(every_byte, bytes.data(), 1, table_.data());
}

void InputMaker::make(std::uint32_t sample, std::uint32_t epoch, float* out) const {
  if (!data_.images()) return make_features(sample, epoch, out);
  make_image(sample, epoch, out);
  if (augmentation_.cutout > 0) cut_out(sample, epoch, out);
}

void InputMaker::make_features(std::uint32_t sample, std::uint32_t epoch, float* out) const {
  const float* first = data_.values.data() + sample * data_.sample_size();
  std::vector<float> values(first, first + data_.sample_size());
  if (augmentation_.time_stretch > 0.0f) {
    const std::uint32_t word = draw_word({stretch_stream_, 0, epoch}, sample);
    stretch_steps(stretch_factor(word, augmentation_.time_stretch), data_.channels, values);
  }
  if (variation_) variation_->add(sample, epoch, values);
  normalize_values(network_, values.data(), 1, out);
  if (augmentation_.feature_noise > 0.0f) add_noise(sample, epoch, out);
}

void InputMaker::cut_out(std::uint32_t sample, std::uint32_t epoch, float* out) const {
  const DrawAddress draws{cutout_stream_, 0, epoch};
  const auto below = [](std::uint32_t word, std::uint32_t count) {
    return static_cast<std::int64_t>(std::uint64_t{word} * count >> 32);
  };
  const std::int64_t side = augmentation_.cutout;
  const std::int64_t top = below(draw_word(draws, 2 * sample), data_.height) - side / 2;
  const std::int64_t left = below(draw_word(draws, 2 * sample + 1), data_.width) - side / 2;
  const std::int64_t bottom = std::min<std::int64_t>(top + side, data_.height);
  const std::int64_t right = std::min<std::int64_t>(left + side, data_.width);
  for (std::int64_t y = std::max<std::int64_t>(top, 0); y < bottom; ++y) {
    for (std::int64_t x = std::max<std::int64_t>(left, 0); x < right; ++x) {
      std::fill_n(out + (y * data_.width + x) * data_.channels, data_.channels, 0.0f);
    }
  }
}

void InputMaker::add_noise(std::uint32_t sample, std::uint32_t epoch, float* out) const {
  const DrawAddress draws{noise_stream_, 0, epoch, sample};
  for (std::uint32_t i = 0; i < data_.sample_size(); ++i) {
    out[i] = fma_rn(augmentation_.feature_noise, normal_of(draw_word(draws, i)), out[i]);
  }
}

void InputMaker::make_image(std::uint32_t sample, std::uint32_t epoch, float* out) const {
  std::int32_t down = 0, right = 0;
  if (augmentation_.shift > 0) {
    const DrawAddress draws{shift_stream_, 0, epoch};
    down = centred(draw_word(draws, 2 * sample), augmentation_.shift);
    right = centred(draw_word(draws, 2 * sample + 1), augmentation_.shift);
  }
  const bool flip =
      augmentation_.flip && draw_word({flip_stream_, 0, epoch}, sample) >> 31 != 0;
  const auto height = static_cast<std::int32_t>(data_.height);
  const auto width = static_cast<std::int32_t>(data_.width);
  const std::uint32_t channels = data_.channels;
  const std::uint8_t* pixels = data_.pixels.data() + sample * data_.sample_size();
  for (std::int32_t y = 0; y < height; ++y) {
    for (std::int32_t x = 0; x < width; ++x, out += channels) {
      const std::int32_t from_y = y - down, from_x = (flip ? width - 1 - x : x) - right;
      const bool inside = from_y >= 0 && from_y < height && from_x >= 0 && from_x < width;
      for (std::uint32_t c = 0; c < channels; ++c) {
        const std::uint32_t value =
            inside ? pixels[static_cast<std::uint32_t>(from_y * width + from_x) * channels + c] : 0;
        out[c] = table_[value * channels + c];
      }
    }
  }
}

}  // namespace imcbench
