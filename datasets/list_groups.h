// SPDX-License-Identifier: Apache-2.0
// The parts of the list, a file each: list_images.cpp and so on. Used by list.cpp alone.
#pragma once

#include <span>

#include "datasets/list.h"

namespace imcbench {

std::span<const DatasetRecord> image_sets();
std::span<const DatasetRecord> speech_sets();
std::span<const DatasetRecord> series_sets();
std::span<const DatasetRecord> corpora();
std::span<const DatasetRecord> sentence_sets();
std::span<const DatasetRecord> synthetic_sets();

}  // namespace imcbench
