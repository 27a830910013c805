// SPDX-License-Identifier: Apache-2.0
// Which samples a step sees, and how they are changed on the way in. Every draw has an address:
//
//   stream "train/validation"  element sample                 who is kept for validation
//   stream "train/shuffle"     read epoch, element sample     the order of an epoch
//   stream "train/shift"       read epoch, element 2 * sample + {0: down, 1: right}
//   stream "train/flip"        read epoch, element sample
//
// with `sample` the index in the data set. An order is the samples sorted by their words.
#pragma once

#include <vector>

#include "datasets/dataset.h"
#include "kernels/core/random.h"
#include "kernels/network/network.h"

namespace imcbench {

struct Augmentation {
  std::uint32_t shift = 0;  // by up to this many pixels each way; the border becomes zero
  bool flip = false;        // left and right, one time in two
};

// Training and validation samples, both ascending.
struct Split {
  std::vector<std::uint32_t> training, validation;
};
Split split_samples(std::uint32_t count, std::uint32_t validation, std::uint64_t seed);

// The samples in the order of one epoch.
std::vector<std::uint32_t> epoch_order(std::vector<std::uint32_t> samples, std::uint32_t epoch,
                                       std::uint64_t seed);

// Mean and standard deviation per channel of pixel / 255, from exact integer sums over the samples.
struct PixelStatistics {
  std::vector<float> mean, std;  // [channels]
};
PixelStatistics pixel_statistics(const Dataset& data, const std::vector<std::uint32_t>& samples);

// Turns samples of a data set into network inputs.
class InputMaker {
 public:
  InputMaker(const Network& network, const Dataset& data, Augmentation augmentation,
             std::uint64_t seed);
  // out: [input.size()].
  void make(std::uint32_t sample, std::uint32_t epoch, float* out) const;

 private:
  const Dataset& data_;
  Augmentation augmentation_;
  std::vector<float> table_;  // [256][channels]: what normalize_pixels makes of every byte
  PhiloxKey shift_stream_, flip_stream_;
};

}  // namespace imcbench
