// SPDX-License-Identifier: Apache-2.0
// A series told faster or slower.
#pragma once

#include <cstdint>
#include <vector>

namespace imcbench {

// values: [steps][channels]. Steps that are zero in all channels at the start are padding (as
// datasets/series.h has it); the L others become round(factor L) steps, at least 2 and at most all,
// by linear interpolation from the first one to the last, and the rest becomes padding. With fewer
// than 2 steps nothing changes.
void stretch_steps(double factor, std::uint32_t channels, std::vector<float>& values);

// Of a random word: 1 + stretch u or 1 / (1 + stretch u), either one time in two, u uniform.
double stretch_factor(std::uint32_t word, double stretch);

}  // namespace imcbench
