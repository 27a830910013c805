// SPDX-License-Identifier: Apache-2.0
// Spoken digits of the Free Spoken Digit Dataset as features, in HDF5:
//
//   mfcc       float16 [frames][13], the clips one after the other
//   offset     int32 [clips + 1]: clip i is frames offset[i] .. offset[i + 1] - 1
//   label, speaker, recording, is_test   uint8 [clips]; is_test is 1 for recordings 0 to 4
//   attribute speakers                   their names, parted by commas
//
// Splits: "train" and "test" are the official ones, which share their speakers; for every speaker
// NAME, "train-without-NAME" and "test-NAME" leave one speaker out.
//
// A clip is padded with zeros in front, or keeps its last frames: 64 frames of 16 ms are enough for
// 99.5 % of the clips.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "datasets/dataset.h"

namespace imcbench {

inline constexpr std::uint32_t kDigitFrames = 64, kDigitCoefficients = 13;

// Shape [64][1][13]. InputError for a split that names no speaker of the file. Name, split and
// sha256 are left to the caller.
Dataset read_digits(const std::filesystem::path& path, std::string_view split);

}  // namespace imcbench
