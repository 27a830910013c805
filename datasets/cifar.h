// SPDX-License-Identifier: Apache-2.0
// The binary layout of CIFAR-10: records of 3,073 bytes, each
//
//   byte  0             label, 0 to 9
//   bytes 1 .. 1024     red plane, row by row, 32 x 32
//   bytes 1025 .. 2048  green plane
//   bytes 2049 .. 3072  blue plane
//
// In memory the channels come last, as everywhere here. Whatever a file holds, reading it ends in a
// valid data set or in an InputError that names the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "datasets/dataset.h"

namespace imcbench {

inline constexpr std::uint32_t kCifarSide = 32, kCifarChannels = 3, kCifarClasses = 10;
inline constexpr std::uint32_t kCifarRecordBytes = 1 + kCifarSide * kCifarSide * kCifarChannels;

// One file after the other. Name, split and sha256 are left to the caller.
Dataset read_cifar(std::span<const std::filesystem::path> paths);

}  // namespace imcbench
