// SPDX-License-Identifier: Apache-2.0
// A mini-batch is cut into slices of so many samples, whatever the threads and the backend: sums over a
// slice, then over the slices, both in ascending order, are what makes a training's bits.
#pragma once

#include <cstddef>
#include <cstdint>

namespace imcbench {

inline constexpr std::uint32_t kSliceSamples = 16;

constexpr std::size_t slices_of(std::size_t samples) {
  return (samples + kSliceSamples - 1) / kSliceSamples;
}

}  // namespace imcbench
