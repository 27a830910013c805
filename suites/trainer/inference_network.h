// SPDX-License-Identifier: Apache-2.0
// A trained network without the layers that only training has.
#pragma once

#include "kernels/network/network.h"

namespace imcbench {

// Has it any?
bool has_training_layers(const Network& network);

// batch_norm folded, with its running statistics, into the product it reads; dropout left out.
// InputError when a batch_norm reads something else, or a product that another layer reads as well.
Network inference_network(const Network& network);

}  // namespace imcbench
