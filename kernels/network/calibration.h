// SPDX-License-Identifier: Apache-2.0
// Input ranges of tiles, from a floating-point pass over training samples.
#pragma once

#include <vector>

#include "kernels/crossbar/registry.h"
#include "kernels/network/network.h"

namespace imcbench {

// Input ranges of all tiles, in the order of AnalogNetwork::tiles, from training samples
// x [count][input.size()], by the `method` of input_range; learned ranges
// of the network's products win. One thread, one order of summation.
std::vector<float> calibrate_input_ranges(const Network& network, const Hardware& hardware,
                                          const float* x, std::uint32_t count);

}  // namespace imcbench
