// SPDX-License-Identifier: Apache-2.0
// What is read: inputs one by one, pairs of devices one by one, and columns of 4 and of 64 devices.
#pragma once

#include <vector>

#include "suites/verification/source.h"

namespace imcbench {

// In every slice of the inputs; all of them fit the tiles.
std::vector<ReadSubject> input_subjects(std::uint32_t slices);
std::vector<ReadSubject> pair_subjects();
ReadSubject pair_on_tiles();  // one input of many is on
std::vector<ReadSubject> column_subjects();
ReadSubject column_on_tiles();

}  // namespace imcbench
