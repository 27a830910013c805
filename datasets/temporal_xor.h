// SPDX-License-Identifier: Apache-2.0
// "temporal-xor": two of 24 noisy bits are marked; the class is whether they differ. A task for
// recurrent networks whose best accuracy is known.
//
//   channel 0   s + sigma * z, s = -1 or 1 alike, z standard normal
//   channel 1   1 at one step of the first half and at one of the second half, else 0
//   label       1 if s differs between the two marked steps, else 0
//
// Draws: draw_word({stream, split, sample, slot}, element), split 0 for train and 1 for test; slot
// 0: the top bit is s (element step); slot 1: z (element step); slot 2: the marked steps, the word
// scaled to 0 .. 11 (element half).
//
// The best classifier multiplies the two marked values and looks at the sign. It is right when both
// signs are, or neither: with q = Q(1 / sigma), 1 - 2 q (1 - q).
#pragma once

#include <cstdint>
#include <string_view>

#include "datasets/dataset.h"
#include "kernels/core/philox.h"

namespace imcbench {

inline constexpr std::uint32_t kXorSteps = 24;
inline constexpr float kXorSigma = 0.5f;
// ASCII "txor", "__01". A change of the constant, of sigma or of the length is a new data set.
inline constexpr PhiloxKey kXorStream{0x74786f72u, 0x5f5f3031u};

// The first `count` samples of "train" or "test". Name, split and sha256 are left to the caller.
Dataset make_temporal_xor(std::string_view split, std::uint32_t count);

}  // namespace imcbench
