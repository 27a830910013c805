// SPDX-License-Identifier: Apache-2.0
// The network of the timings: the LeNet of the zoo with addressed random weights and inputs, so that
// no file is needed.
#pragma once

#include <vector>

#include "kernels/network/network.h"

namespace imcbench::performance {

Network make_lenet();
// Non-negative inputs like normalized pixels, [count][input.size()].
std::vector<float> make_inputs(const Network& network, std::uint32_t count);
// Floating-point operations of one sample's products: 2 per multiply-accumulate.
double product_flops(const Network& network);

}  // namespace imcbench::performance
