// SPDX-License-Identifier: Apache-2.0
// The idx format of MNIST and its relatives, gzip or plain:
//
//   bytes 0, 1   zero
//   byte  2      element type; 0x08 = unsigned byte, the only one read here
//   byte  3      rank: 3 for images (magic 0x00000803), 1 for labels (magic 0x00000801)
//   then         one big-endian 32-bit size per dimension, slowest first
//   then         the elements, last dimension fastest, and nothing after them
//
// Whatever a file holds, reading it ends in a valid array or in an InputError that names the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "datasets/dataset.h"

namespace imcbench {

inline constexpr std::uint64_t kMaxIdxBytes = std::uint64_t{1} << 30;

struct IdxArray {
  std::string file;                  // path, for messages
  std::vector<std::uint32_t> dims;   // [rank], each at least 1
  std::vector<std::uint8_t> values;  // product of dims
};

IdxArray read_idx(const std::filesystem::path& path, std::uint32_t rank);

// Joins an image file and a label file. Name, split and sha256 are left to the caller.
Dataset read_idx_pair(const std::filesystem::path& images, const std::filesystem::path& labels,
                      std::uint32_t classes);

}  // namespace imcbench
