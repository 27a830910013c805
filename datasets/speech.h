// SPDX-License-Identifier: Apache-2.0
// Keyword spotting: features of the clips of the Speech Commands test set (v0.02), in HDF5:
//
//   mfcc       float16 [clips][frames][coefficients]; or
//   mfcc_int8  int8; attributes scale (float32) and zero_point (int32) of the file:
//              feature = scale * (mfcc_int8 - zero_point)
//   label      uint8 [clips]
//
// and, if it is not the published file, the attribute computed_by (string): what made it.
//
// Only test clips were published for these front ends. They are ordered by class and, within a
// class, by file name, whose start is the speaker. "train" is the first half of every class (rounded
// down), "test" the rest, "all" everything, each in the order of the file: so a speaker is in both
// halves only where a class is cut. "train" is for calibration and fine-tuning, not for a network
// from nothing; published accuracies are of "all".
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "datasets/dataset.h"

namespace imcbench {

struct SpeechFormat {
  std::uint32_t classes;
  std::uint32_t frames;        // that the file has
  std::uint32_t coefficients;  // per frame
  std::uint32_t frame_step = 1;  // every so many frames one is kept, beginning with the first
  bool quantized = false;        // mfcc_int8
  bool drop_first_class = false;  // leaves out clips of label 0; the classes keep their numbers
};

// Shape [kept frames][1][coefficients]. `split` is "train", "test" or "all". Name, split and sha256
// are left to the caller.
Dataset read_speech(const std::filesystem::path& path, const SpeechFormat& format,
                    std::string_view split);

}  // namespace imcbench
