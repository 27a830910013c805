// SPDX-License-Identifier: Apache-2.0
// A labelled set of byte images in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/search.h"

namespace imcbench {

struct Dataset {
  std::string name;   // "fashion-mnist"
  std::string split;  // "train" or "test"
  std::uint32_t count = 0, height = 0, width = 0, channels = 1, classes = 0;
  std::vector<std::uint8_t> pixels;  // [count][height][width][channels]
  std::vector<std::uint8_t> labels;  // [count], each below classes
  std::string sha256;                // of pixels, then labels, of the full split

  std::size_t sample_size() const { return std::size_t{height} * width * channels; }
};

// Reads one split and checks it against the list: shape, count and checksum. InputError if the
// name or the split is unknown, the files are not found, malformed, or not the published ones.
Dataset load_dataset(std::string_view name, std::string_view split,
                     const DataSearch& search = standard_search());

// sha256 of pixels followed by labels.
std::string content_sha256(const Dataset& data);

// out[n][height][width][channels] = pixels / 255, for samples first .. first + n - 1. Further
// normalisation (mean, scale) belongs to the model that was trained with it.
void to_float(const Dataset& data, std::uint32_t first, std::uint32_t n, float* out);

}  // namespace imcbench
