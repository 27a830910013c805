// SPDX-License-Identifier: Apache-2.0
// The .ts text format of time series archives:
//
//   # comment
//   @problemName NAME      and other header lines, of which @classLabel is read:
//   @classLabel true 1 2   the classes, numbered in this order
//   @data
//   1.5,2,-0.25:3,4,5:1    channels, each its steps; the class last
//
// All channels of a case have the same steps; cases may differ. A shorter case is padded with zeros
// in front, so that a recurrent network ends on its last step.
#pragma once

#include <cstdint>
#include <filesystem>

#include "datasets/dataset.h"

namespace imcbench {

// Shape [steps][1][channels]. InputError "<file>:<line>: ..." for a case with other channels, more
// steps, channels of different lengths, a value that is no finite number, or an unknown class.
// Name, split and sha256 are left to the caller.
Dataset read_series(const std::filesystem::path& path, std::uint32_t steps, std::uint32_t channels,
                    std::uint32_t classes);

}  // namespace imcbench
