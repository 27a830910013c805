// SPDX-License-Identifier: Apache-2.0
// Which samples a step sees, and how they are changed on the way in. Every draw has an address:
//
//   stream "train/validation"  element sample                 who is kept for validation
//   stream "train/shuffle"     read epoch, element sample     the order of an epoch
//   stream "train/shift"       read epoch, element 2 * sample + {0: down, 1: right}
//   stream "train/flip"        read epoch, element sample
//   stream "train/cutout"      read epoch, element 2 * sample + {0: row, 1: column}
//   stream "train/noise"       read epoch, slot sample, element step * channels + channel
//   stream "train/stretch"     read epoch, element sample     see time_stretch.h
//   stream "train/variation"                      see class_variation.h
//   stream "train/window"      read epoch, element 0: see samples.h
//
// with `sample` the index in the data set. An order is the samples sorted by their words.
#pragma once

#include <optional>
#include <vector>

#include "datasets/dataset.h"
#include "kernels/core/random.h"
#include "kernels/network/network.h"
#include "suites/trainer/class_variation.h"

namespace imcbench {

struct Augmentation {
  std::uint32_t shift = 0;  // by up to this many pixels each way; the border becomes zero
  bool flip = false;        // left and right, one time in two
  // A square of so many pixels a side becomes zero after normalization; its middle is any pixel, what
  // lies outside the image is cut off (DeVries and Taylor, arXiv:1708.04552). 0: none.
  std::uint32_t cutout = 0;
  // Of features: Gaussian noise of this standard deviation on each, after normalization.
  float feature_noise = 0.0f;
  // Of features: faster or slower in time, before normalization, by a factor of up to 1 + so much.
  float time_stretch = 0.0f;
  bool of_images() const { return shift > 0 || flip || cutout > 0; }
  // Of features: differences within a class, before normalization, see class_variation.h.
  float class_variation = 0.0f;
  bool of_features() const {
    return feature_noise > 0.0f || time_stretch > 0.0f || class_variation > 0.0f;
  }
};

// Training and validation samples, both ascending.
struct Split {
  std::vector<std::uint32_t> training, validation;
};
Split split_samples(std::uint32_t count, std::uint32_t validation, std::uint64_t seed);

// Of every class the block-th run, from 1, of validation / count of its samples, in the order of the data
// set, for what was recorded in turn: neighbours are more alike than others. Ends round down.
Split split_blocks(const Dataset& data, std::uint32_t validation, std::uint32_t block);

// The samples in the order of one epoch.
std::vector<std::uint32_t> epoch_order(std::vector<std::uint32_t> samples, std::uint32_t epoch,
                                       std::uint64_t seed);

// Mean and standard deviation per channel: of pixel / 255, from exact integer sums over the samples;
// of values, from double-precision sums in the order of the samples.
struct InputStatistics {
  std::vector<float> mean, std;  // [channels]
};
InputStatistics input_statistics(const Dataset& data, const std::vector<std::uint32_t>& samples);

// Turns samples of a data set into network inputs.
class InputMaker {
 public:
  // training: the samples that differences within a class come from.
  InputMaker(const Network& network, const Dataset& data, Augmentation augmentation,
             std::uint64_t seed, const std::vector<std::uint32_t>& training = {});
  // out: [input.size()].
  void make(std::uint32_t sample, std::uint32_t epoch, float* out) const;

 private:
  void make_image(std::uint32_t sample, std::uint32_t epoch, float* out) const;
  void make_features(std::uint32_t sample, std::uint32_t epoch, float* out) const;
  void cut_out(std::uint32_t sample, std::uint32_t epoch, float* out) const;
  void add_noise(std::uint32_t sample, std::uint32_t epoch, float* out) const;

  const Network& network_;
  const Dataset& data_;
  Augmentation augmentation_;
  std::vector<float> table_;  // [256][channels]: of images: what normalize_pixels makes of every byte
  std::optional<ClassVariation> variation_;
  PhiloxKey shift_stream_, flip_stream_, cutout_stream_, noise_stream_, stretch_stream_;
};

}  // namespace imcbench
