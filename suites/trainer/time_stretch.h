// SPDX-License-Identifier: Apache-2.0
// A series told faster or slower. Steps that are zero in all channels at its start are padding (as
// datasets/series.h has it).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace imcbench {

// values: [steps][channels]; what follows the padding.
std::span<float> series_of(std::uint32_t channels, std::span<float> values);
std::span<const float> series_of(std::uint32_t channels, std::span<const float> values);

// A series of at least 2 steps in those of `out`, at least 2 as well, by linear interpolation from the
// first one to the last. They do not overlap.
void tell_in_steps(std::span<const float> series, std::uint32_t channels, std::span<float> out);

// values: [steps][channels]. The series' L steps become round(factor L), at least 2 and at most all,
// and the rest becomes padding. With fewer than 2 steps nothing changes.
void stretch_steps(double factor, std::uint32_t channels, std::vector<float>& values);

// Of a random word: 1 + stretch u or 1 / (1 + stretch u), either one time in two, u uniform.
double stretch_factor(std::uint32_t word, double stretch);

}  // namespace imcbench
